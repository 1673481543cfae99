/** What a library kept of an answer, written as the chat body that it came from, so that one reader serves all. */
import { isPresent, type Wire } from '../../shared/wire.ts'

export interface KeptCall {
  readonly id: unknown
  readonly name: unknown
  /** The text of the arguments, or the parsed value. */
  readonly arguments: unknown
}

export interface KeptOutput {
  readonly text: unknown
  readonly reasoning?: unknown
  readonly refusal?: unknown
  readonly calls?: readonly KeptCall[]
  readonly finish?: unknown
  /** In any shape that chat answers carry them. */
  readonly logprobs: unknown
}

export interface KeptAnswer {
  readonly id?: unknown
  readonly model?: unknown
  readonly fingerprint?: unknown
  /** Seconds since 1970. */
  readonly created?: unknown
  readonly outputs: readonly KeptOutput[]
  readonly input?: unknown
  readonly output?: unknown
  readonly reasoned?: unknown
}

const given = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => isPresent(value)))

function messageOf({ text, reasoning, refusal, calls }: KeptOutput): Wire {
  const made = (calls ?? []).map((call) => ({
    ...given({ id: call.id }),
    type: 'function',
    function: { name: call.name ?? '', ...given({ arguments: call.arguments }) },
  }))
  return {
    role: 'assistant',
    content: text ?? null,
    ...given({ reasoning_content: reasoning, refusal }),
    ...(made.length === 0 ? {} : { tool_calls: made }),
  }
}

/** Libraries write the words of chat with another joint. */
const finishWord = (word: unknown): unknown => (typeof word === 'string' ? word.replaceAll('-', '_') : undefined)

export function chatBody({ id, model, fingerprint, created, outputs, input, output, reasoned }: KeptAnswer): Wire {
  const usage = isPresent(output)
    ? {
        prompt_tokens: input ?? 0,
        completion_tokens: output,
        ...(typeof reasoned === 'number' && reasoned > 0 ? { completion_tokens_details: { reasoning_tokens: reasoned } } : {}),
      }
    : undefined
  return {
    ...given({ id, model, created, system_fingerprint: fingerprint }),
    choices: outputs.map((one, index) => ({
      index,
      message: messageOf(one),
      finish_reason: finishWord(one.finish) ?? null,
      ...(one.logprobs === undefined ? {} : { logprobs: one.logprobs }),
    })),
    ...given({ usage }),
  }
}
