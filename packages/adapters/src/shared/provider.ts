/** Who answered, and from which distribution their numbers come, as far as the payload itself shows. */
import type { EvidenceBasis } from '@logitscope/core'

/** What was seen of the payload's outer fields. */
export interface PayloadMarks {
  /** Names of fields that were seen and hold something, each with its object: `timings`, `choice.stop_reason`, `usage.queue_time`, `entry.prob`. */
  readonly fields: ReadonlySet<string>
  readonly id: string
  readonly model: string
  readonly fingerprint: string
}

const UUID = /^(?:chat)?cmpl-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** In this order: the first that fits. A field that only one server sends comes before the shape of an id. */
const SIGNS: readonly (readonly [provider: string, fits: (marks: PayloadMarks) => boolean])[] = [
  ['llama-server', ({ fields, fingerprint }) => fields.has('timings') || /^b\d{3,6}(?:-|$)/.test(fingerprint)],
  ['vllm', ({ fingerprint }) => fingerprint.startsWith('vllm-')],
  ['ollama', ({ fingerprint }) => fingerprint === 'fp_ollama'],
  ['mlx', ({ fingerprint }) => /applegpu|macOS-/.test(fingerprint)],
  ['tgi', ({ fingerprint }) => /^\d+\.\d+\.\d+(?:-dev\d*)?-(?:sha-[0-9a-f]+|native)/.test(fingerprint)],
  [
    'sglang',
    ({ fields }) => fields.has('choice.matched_stop') || fields.has('choice.matched_stop?') || fields.has('metadata.weight_version'),
  ],
  ['openrouter', ({ fields, id }) => fields.has('provider') && (id.startsWith('gen-') || fields.has('choice.native_finish_reason'))],
  ['azure', ({ fields }) => fields.has('prompt_filter_results') || fields.has('choice.content_filter_results')],
  ['groq', ({ fields }) => fields.has('x_groq') || fields.has('usage.queue_time')],
  ['cerebras', ({ fields }) => fields.has('time_info') || fields.has('choice.reasoning_logprobs')],
  ['deepseek', ({ fields, model }) => fields.has('usage.prompt_cache_hit_tokens') && /deepseek/i.test(model)],
  ['fireworks', ({ fields, model }) => model.startsWith('accounts/fireworks/') || fields.has('entry.sampling_logprob')],
  ['gemini', ({ fields }) => fields.has('usageMetadata') || fields.has('modelVersion')],
  ['lm-studio', ({ fields }) => fields.has('stats') && fields.has('model_info')],
  ['webllm', ({ fields, model }) => /-MLC(?:-|$)/.test(model) && fields.has('usage.extra?')],
  ['perplexity', ({ fields, model }) => fields.has('citations') && model.startsWith('sonar')],
  ['xai', ({ model }) => model.startsWith('grok-')],
  ['mistral', ({ id, model }) => /^[0-9a-f]{32}$/.test(id) && /mistral|mixtral|ministral|codestral|magistral|pixtral/.test(model)],
  ['bedrock', ({ model }) => /^(?:openai\.gpt-oss|[a-z]{2}\.[a-z0-9]+\.|(?:anthropic|amazon|meta|cohere|ai21)\.)/.test(model)],
  [
    'vllm',
    ({ fields }) =>
      [
        'choice.stop_reason?',
        'choice.token_ids?',
        'kv_transfer_params?',
        'prompt_logprobs?',
        'choice.prompt_logprobs?',
        'prompt_token_ids?',
      ].some((name) => fields.has(name)),
  ],
  ['together', ({ fields }) => fields.has('prompt?') && fields.has('choice.seed?')],
  ['llama-cpp-python', ({ id, model, fingerprint }) => fingerprint === '' && UUID.test(id) && !/^(?:gpt|o\d)/.test(model)],
  ['openai', ({ id, model, fingerprint }) => isOpenAi(id, model, fingerprint)],
]

function isOpenAi(id: string, model: string, fingerprint: string): boolean {
  const own =
    /^(?:ft:)?(?:gpt-\d|gpt-oss|chatgpt-|o\d(?:-|$)|text-(?:davinci|curie|babbage|ada)|(?:davinci|curie|babbage|ada)(?:-002|:\d|$)|code-davinci)/.test(
      model,
    ) && !model.startsWith('gpt-oss')
  const shaped = /^(?:chat)?cmpl-[A-Za-z0-9]{24,}$/.test(id) || /^resp_[0-9a-f]{40,}$/.test(id)
  return own && (shaped || /^fp_[0-9a-f]{8,}$/.test(fingerprint))
}

/** The provider's name, or `unknown`. */
export function detectProvider(marks: PayloadMarks): string {
  return SIGNS.find(([, fits]) => fits(marks))?.[0] ?? 'unknown'
}

/** What each provider reports where nothing in the payload says otherwise; who is absent is not known. */
const USUAL_BASIS: Readonly<Record<string, EvidenceBasis>> = {
  openai: 'raw',
  azure: 'raw',
  vllm: 'raw',
  'llama-server': 'raw',
  'llama-cpp-python': 'raw',
  ollama: 'raw',
  fireworks: 'raw',
  sglang: 'post-temperature',
  webllm: 'post-temperature',
  tgi: 'post-sampling',
}

export interface BasisSigns {
  /** Values came as linear probabilities under a name of their own, which servers use for the distribution that they drew from. */
  readonly linear: boolean
  /** Alternatives had the value of an impossible token: a mask was applied before the values were read off. */
  readonly masked: boolean
}

export function basisOf(provider: string, signs: BasisSigns): EvidenceBasis {
  if (signs.linear) return 'post-sampling'
  const usual = Object.hasOwn(USUAL_BASIS, provider) ? USUAL_BASIS[provider]! : 'unknown'
  return signs.masked && usual === 'raw' ? 'unknown' : usual
}
