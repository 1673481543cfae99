import { createRepetitionDetector, type RepetitionOptions } from './create-repetition-detector.ts'
import { completeFindings, type DetectorEvent } from '../finding.ts'
import { UNSPACED_SCRIPTS } from './unit-shape.ts'

/** A loop in a text without tokens. */
export interface TextRepetition {
  /** Half-open range of UTF-16 offsets. */
  readonly chars: readonly [start: number, end: number]
  readonly evidence: Readonly<Record<string, number | string>>
}

const PIECE = new RegExp(`\\s*(?:[${UNSPACED_SCRIPTS}]|(?:(?![${UNSPACED_SCRIPTS}])[\\p{L}\\p{M}\\p{N}_])+|\\S)|\\s+$`, 'gu')

/**
 * The loops of a text whose tokens are not known: words, figures, signs and, in scripts written without spaces, characters stand for tokens,
 * each with the white space before it. Otherwise as `findRepetitions`; the evidence says `measuredIn: 'words'`.
 */
export function findRepetitionsInText(text: string, options: RepetitionOptions, cutByLimit = false): TextRepetition[] {
  const detector = createRepetitionDetector(options)
  const events: DetectorEvent[] = []
  const starts: number[] = []
  for (const match of text.matchAll(PIECE)) {
    events.push(...detector.push(starts.length, { text: match[0] }, match[0], NaN, 0))
    starts.push(match.index)
  }
  events.push(...detector.end(cutByLimit))
  return completeFindings(events).map(({ tokens: [start, end], evidence: { noticedAt, ...evidence } }) => ({
    chars: [starts[start]!, starts[end] ?? text.length],
    evidence: { ...evidence, noticedAt: starts[Number(noticedAt)]!, measuredIn: 'words' },
  }))
}
