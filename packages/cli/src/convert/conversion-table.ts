import { wrap } from '../terminal/display-width.ts'
import { tableLine, tableTitles, type Column } from '../report/table.ts'
import type { Voice } from '../report/voice.ts'
import type { Conversion } from './convert-values.ts'

/** Six significant digits, enough to compare with other tools by eye. */
function digits(value: number): string {
  if (value === Infinity) return 'inf'
  if (value === -Infinity) return '-inf'
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e6)) return value.toExponential(5)
  return value.toFixed(6)
}

/** Values in every unit, and what the list says as a whole. */
export function conversionTable({ rows, list }: Conversion, voice: Voice): string {
  const { style } = voice
  const right = (title: string): Column => ({ title, align: 'right', width: 12 })
  const columns = [right('logprob'), right('P'), right('bits'), right('logit'), ...(list === null ? [] : [right('share')])]
  const lines = [tableTitles(columns, style.dim)]
  for (const { logprob, probability, bits, logit, share } of rows) {
    const cells = [logprob, probability, bits, logit, ...(share === undefined ? [] : [share])]
    lines.push(
      tableLine(
        columns,
        cells.map((value) => ({ text: digits(value) })),
      ),
    )
  }
  if (list !== null) {
    const upper = list.entropyUpperBits === null ? 'unknown without --vocabulary' : digits(list.entropyUpperBits)
    lines.push(
      '',
      `listed mass      ${digits(list.mass)}`,
      `entropy of list  ${digits(list.entropyBits)} bits (shares)`,
      list.entropyLowerBits === null
        ? 'true entropy     not defined: the values cannot be the top of one distribution'
        : `true entropy     at least ${digits(list.entropyLowerBits)} bits, at most ${upper}`,
      `as an answer     sum ${digits(list.sumLogprob)}, mean ${digits(list.meanLogprob)}, perplexity ${digits(list.perplexity)}`,
    )
    if (list.reading === 'softmax')
      lines.push(...wrap("Read as a model's raw scores: probabilities are a softmax over the list.", voice.columns).map(style.dim))
    if (list.mass > 1 + 1e-4)
      lines.push(
        ...wrap('The probabilities add up to more than 1: they are not alternatives of one position.', voice.columns).map(style.warn),
      )
  }
  return `${lines.join('\n')}\n`
}
