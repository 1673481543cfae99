import { isAnswerToken, type TokenColumns, type Trace } from '@logitscope/core'

/** What of an answer's tokens is counted. */
export interface CountedTokens {
  readonly tokens: Trace['tokens']
  readonly logprob: TokenColumns['logprob']
}

/** The same without the tokens themselves, so that an answer that waits for its batch holds little memory. */
export interface TokenCounts {
  /** Logprobs of the answer's tokens in their order, nats; `NaN` where unknown. `null`: the trace has no tokens at all. */
  readonly positions: Float64Array | null
  /** Texts of the tokens below the logprob of low tokens, in their order, and their logprobs, nats. */
  readonly lowTexts: readonly string[]
  readonly lowLogprobs: readonly number[]
}

/** Takes out of an answer's tokens what is counted of them. `below`: the logprob of low tokens, nats. */
export function tokenCounts({ tokens, logprob }: CountedTokens, below: number): TokenCounts {
  const positions = new Float64Array(tokens.length)
  const lowTexts: string[] = []
  const lowLogprobs: number[] = []
  let count = 0
  for (let i = 0; i < tokens.length; i++) {
    const value = logprob[i] ?? NaN
    if (isAnswerToken(tokens[i]!)) positions[count++] = value
    if (value < below) {
      lowTexts.push(tokens[i]!.text)
      lowLogprobs.push(value)
    }
  }
  return { positions: tokens.length === 0 ? null : positions.subarray(0, count), lowTexts, lowLogprobs }
}
