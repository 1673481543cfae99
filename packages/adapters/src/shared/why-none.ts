/** Who gives no log-probabilities, whatever is asked: facts about providers, for the reason that an answer without them gets. */
import { isRefusing } from './asking.ts'

/** Their own documentation and libraries: no such parameter, or one that no model takes. */
const PROVIDERS: Readonly<Record<string, string>> = {
  mistral: "Mistral's API gives none",
  groq: 'Groq gives none with any of its models',
  perplexity: "Perplexity's API gives none",
  anthropic: "Anthropic's models give none",
}

const MODELS: readonly (readonly [model: RegExp, reason: string])[] = [
  [/(?:^|[/.])claude-/i, "Anthropic's models give none"],
  [/(?:^|[/.])(?:o\d(?:-|$)|gpt-[5-9])/i, "OpenAI's reasoning models give none"],
  [/deepseek-reasoner/i, "DeepSeek's reasoner gave none"],
]

/** Why there are none, where that is known of provider or model; `null` where it is not. `asked`: what the request said of reasoning. */
export function whyNone(provider: string, model: string, asked: Readonly<Record<string, unknown>>): string | null {
  if (Object.hasOwn(PROVIDERS, provider)) return PROVIDERS[provider]!
  return isRefusing({ ...asked, model }) ? (MODELS.find(([pattern]) => pattern.test(model))?.[1] ?? null) : null
}
