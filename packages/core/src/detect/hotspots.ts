import { surprisalBits } from '../numeric/units.ts'
import type { Thresholds } from '../profile/types.ts'
import type { TraceColumns } from '../trace/columns.ts'
import { usableLogprob } from '../trace/support.ts'
import type { Token } from '../trace/types.ts'
import type { Finding } from './finding.ts'
import { isPartial, textOfPieces } from './piece-text.ts'

export type HotspotOptions = Pick<Thresholds, 'hotspotBits' | 'hotspotGapTokens' | 'hotspotMaskPunctuation'>

/** Alternatives of the hottest token that the evidence names. */
const ALTERNATIVES_SHOWN = 5
/** What means something by itself: a letter, a figure, a picture. */
const MEANING = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

/** Whether a token is punctuation or white space only. One without text, and a part of a character, are not. */
export function isPunctuation(token: Token): boolean {
  return token.text !== '' && !isPartial(token) && !MEANING.test(token.text.replace(/[Ġ▁Ċĉ]/g, ' '))
}

interface Span {
  first: number
  last: number
  hot: number
  /** Row of the hottest token and its heat in bits: the larger of lower entropy bound and surprisal. */
  peak: number
  heat: number
  entropy: number
  surprisal: number
}

function nameAlternatives(token: Token, evidence: Record<string, number | string>): void {
  const ranked = token.alternatives
    .map((alternative) => ({ alternative, logprob: usableLogprob(alternative.logprob) }))
    .filter(({ logprob }) => !Number.isNaN(logprob))
    .sort((a, b) => b.logprob - a.logprob)
  for (const [i, { alternative, logprob }] of ranked.slice(0, ALTERNATIVES_SHOWN).entries()) {
    evidence[`alternative${i + 1}`] = textOfPieces([alternative])
    evidence[`probability${i + 1}`] = Math.exp(logprob)
  }
}

function findingOf(span: Span, columns: TraceColumns, tokens: readonly Token[]): Finding {
  const at = columns.position[span.peak]!
  const peak = tokens[at]!
  const evidence: Record<string, number | string> = {
    hotTokens: span.hot,
    peakToken: at,
    peakText: textOfPieces([peak]),
  }
  if (span.entropy > -Infinity) evidence['entropyLowerBits'] = span.entropy
  if (span.surprisal > -Infinity) evidence['surprisalBits'] = span.surprisal
  nameAlternatives(peak, evidence)
  return { kind: 'hotspot', tokens: [columns.position[span.first]!, columns.position[span.last]! + 1], evidence }
}

/**
 * The places where the model was undecided (design, "Detections"): tokens whose lower entropy bound, or whose surprisal, is above `hotspotBits`.
 * Only bounds count: what a cut-off list may hide does not make a hotspot, and a censored token has at least the surprisal of its ceiling.
 * Hot tokens of one part with at most `hotspotGapTokens` rows between them are one span. With `hotspotMaskPunctuation`, punctuation and
 * white space is never hot, though it may lie between.
 *
 * @param columns the rows of the answer. @param tokens the trace's tokens.
 * @param entropyLowerBits a value per row, bits; `NaN` where there is none. A shorter array means `NaN` for the rest.
 *
 * Evidence, of the span: `hotTokens`, the highest `entropyLowerBits` and `surprisalBits` (each where known); of its hottest token:
 * `peakToken`, `peakText`, and `alternative1` … `alternative5` with `probability1` … as the provider listed them.
 */
export function findHotspots(
  columns: TraceColumns,
  tokens: readonly Token[],
  entropyLowerBits: ArrayLike<number>,
  options: HotspotOptions,
): Finding[] {
  const findings: Finding[] = []
  let span: Span | null = null
  for (let row = 0; row < columns.count; row++) {
    const logprob = columns.logprob[row]!
    const surprisal = surprisalBits(Number.isNaN(logprob) ? columns.ceiling[row]! : logprob)
    const entropy = entropyLowerBits[row] ?? NaN
    const heat = Number.isNaN(entropy) || surprisal > entropy ? surprisal : entropy
    if (!(heat > options.hotspotBits)) continue
    if (options.hotspotMaskPunctuation && isPunctuation(tokens[columns.position[row]!]!)) continue
    if (span !== null && (row - span.last - 1 > options.hotspotGapTokens || columns.part[row] !== columns.part[span.last])) {
      findings.push(findingOf(span, columns, tokens))
      span = null
    }
    span ??= { first: row, last: row, hot: 0, peak: row, heat: -Infinity, entropy: -Infinity, surprisal: -Infinity }
    span.last = row
    span.hot += 1
    if (heat > span.heat) {
      span.peak = row
      span.heat = heat
    }
    if (entropy > span.entropy) span.entropy = entropy
    if (surprisal > span.surprisal) span.surprisal = surprisal
  }
  if (span !== null) findings.push(findingOf(span, columns, tokens))
  return findings
}
