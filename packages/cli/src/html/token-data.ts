import { visibleTokenText, type Analysis, type Trace } from '@logitscope/core'

/** Alternatives shown per token; a whole distribution would make the page unreadable and huge. */
const MOST_ALTERNATIVES = 20

type Numbers = readonly (number | null)[]

/** What the page's script needs of an answer, in columns with an entry per token. */
export interface TokenData {
  readonly logprob: Numbers
  /** Upper bounds where the logprob is not known. */
  readonly ceiling: Readonly<Record<number, number>>
  readonly rank: Numbers
  readonly margin: Numbers
  readonly chosenMargin: Numbers
  readonly entropy: Numbers
  readonly lower: Numbers
  readonly upper: Numbers
  readonly special: readonly number[]
  /** Text and logprob, most probable first. */
  readonly alternatives: readonly (readonly (readonly [text: string, logprob: number])[])[]
  /** How many alternatives were left out, by token. */
  readonly more: Readonly<Record<number, number>>
  /** Index of the chosen token in its list, −1 where it is not listed. */
  readonly chosen: readonly number[]
}

const round = (value: number | null): number | null => (value === null || !Number.isFinite(value) ? null : Math.round(value * 1e4) / 1e4)
const rounded = (values: Numbers, length: number): Numbers => Array.from({ length }, (_, i) => round(values[i] ?? null))

/** The columns of an answer; `chosenIndex` tells which alternative a token chose. */
export function tokenData(
  trace: Trace,
  { perToken }: Pick<Analysis, 'perToken'>,
  chosenIndex: (token: Trace['tokens'][number]) => number,
): TokenData {
  const { tokens } = trace
  const n = tokens.length
  const ceiling: Record<number, number> = {}
  const more: Record<number, number> = {}
  tokens.forEach((token, i) => {
    if (token.ceiling !== undefined) ceiling[i] = token.ceiling
    if (token.alternatives.length > MOST_ALTERNATIVES) more[i] = token.alternatives.length - MOST_ALTERNATIVES
  })
  return {
    // A template token is in no metric, but its own value may be looked at.
    logprob: rounded(
      tokens.map((token, i) => perToken.logprob[i] ?? (token.special === true ? token.logprob : null)),
      n,
    ),
    ceiling,
    rank: rounded(perToken.rank, n),
    margin: rounded(perToken.margin, n),
    chosenMargin: rounded(perToken.chosenMargin, n),
    entropy: rounded(perToken.entropyBits, n),
    lower: rounded(perToken.entropyLowerBits, n),
    upper: rounded(perToken.entropyUpperBits, n),
    special: tokens.flatMap((token, i) => (token.special === true ? [i] : [])),
    alternatives: tokens.map((token) =>
      token.alternatives
        .slice(0, MOST_ALTERNATIVES)
        .map((entry) => [visibleTokenText(entry, { spaces: 'edges' }), round(entry.logprob) ?? -9999] as const),
    ),
    more,
    chosen: tokens.map((token) => chosenIndex(token)),
  }
}
