/** Token lists in the shape of chat and Responses. */
import type { Alternative, Token } from '@logitscope/core'

/** What OpenAI writes for a token outside of the listed top. */
const OUTSIDE_OF_LIST = -9999

interface Entry {
  readonly token: string
  readonly logprob: number
  readonly bytes: readonly number[] | null
  readonly id?: number
}

export function encodeEntry(entry: Token | Alternative): Entry {
  return {
    token: entry.text,
    logprob: entry.logprob ?? OUTSIDE_OF_LIST,
    bytes: entry.bytes ?? null,
    ...(entry.id === undefined ? {} : { id: entry.id }),
  }
}

export function encodeToken(token: Token): Entry & { readonly top_logprobs: readonly Entry[] } {
  return { ...encodeEntry(token), top_logprobs: token.alternatives.map(encodeEntry) }
}
