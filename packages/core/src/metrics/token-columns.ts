import { surprisalBits } from '../numeric/units.ts'
import type { TraceColumns } from '../trace/columns.ts'
import type { ComputedMetrics } from './compute-metrics.ts'
import type { TokenColumns } from './types.ts'

/** One column of `columns.count` rows, spread over `tokenTotal` places; `null` where there is no row or no value. */
function spread(values: Float64Array | null, { count, position }: TraceColumns, tokenTotal: number): (number | null)[] {
  const column = new Array<number | null>(tokenTotal).fill(null)
  if (values === null) return column
  for (let row = 0; row < count; row++) {
    const value = values[row]!
    if (value === value) column[position[row]!] = value
  }
  return column
}

/**
 * The per-token arrays aligned with `trace.tokens` (`tokenTotal` of them), as the analysis holds them: `null` where a token is special, is
 * reasoning, or its value is not known, and throughout where the reported values are no logprobs. Copies: the result stays valid when the
 * arrays are reused.
 */
export function tokenColumns(
  columns: TraceColumns,
  computed: Pick<ComputedMetrics, 'tokens' | 'unusable'>,
  tokenTotal: number,
): TokenColumns {
  const column = (values: Float64Array): (number | null)[] => spread(computed.unusable === null ? values : null, columns, tokenTotal)
  const { tokens } = computed
  const logprob = column(columns.logprob)
  return {
    logprob,
    probability: column(tokens.probability),
    surprisalBits: logprob.map((value) => (value === null ? null : surprisalBits(value))),
    rank: column(tokens.rank),
    margin: column(tokens.margin),
    chosenMargin: column(tokens.chosenMargin),
    entropyBits: column(tokens.entropyBits),
    entropyLowerBits: column(tokens.entropyLowerBits),
    entropyUpperBits: column(tokens.entropyUpperBits),
    varentropyBits2: column(tokens.varentropyBits2),
  }
}
