import type { Thresholds } from '../profile/types.ts'
import type { Alignment } from '../trace/alignment/index.ts'
import type { TraceColumns } from '../trace/columns.ts'
import type { Trace } from '../trace/types.ts'
import { findGlitchTokens } from './glitch/index.ts'
import { findHotspots } from './hotspots.ts'
import { findRepetitions, findRepetitionsInText } from './repetition/index.ts'
import { findSuddenDrops } from './sudden-drop.ts'
import { findSustainedLows } from './sustained-low.ts'
import { toDetection } from './to-detection.ts'
import type { Detection } from './types.ts'

export interface AnomalyInput {
  readonly trace: Trace
  readonly columns: TraceColumns
  /** Lower entropy bound of each row of the columns, bits; `NaN` where there is none. */
  readonly entropyLowerBits: ArrayLike<number>
  readonly alignment: Alignment
  readonly thresholds: Thresholds
}

/** Loops in the texts that tokens do not spell in full: of answers without logprobs, or with a part of them only. */
function repetitionsInTexts({ trace, alignment, thresholds }: AnomalyInput, known: readonly Detection[]): Detection[] {
  const found: Detection[] = []
  const last = alignment.parts.findLast(({ text }) => text !== '')
  for (const part of alignment.parts) {
    if (part.status === 'exact' || part.text === '') continue
    const cutByLimit = part === last && trace.output.finish.unified === 'length'
    for (const { chars, evidence } of findRepetitionsInText(part.text, thresholds, cutByLimit)) {
      const isKnown = known.some((other) => other.part === part.key && other.chars[0] < chars[1] && chars[0] < other.chars[1])
      if (isKnown) continue
      const tokens = alignment.tokensOf(part.key, ...chars) ?? [0, 0]
      found.push({ kind: 'repetition', tokens, chars, text: part.text.slice(...chars), part: part.key, evidence })
    }
  }
  return found
}

/**
 * Every detection of one answer but its entities and fields: sudden drops, low stretches, loops, glitch tokens, hotspots; in the order of the
 * tokens they start at. Without tokens only the loops of its texts can be found; those have the token range `[0, 0]`.
 * Cost: linear in tokens, alternatives and characters, times the repetitions' cost a token. Never throws.
 */
export function detectAnomalies(input: AnomalyInput): Detection[] {
  const { trace, columns, alignment, thresholds } = input
  const { tokens } = trace
  const place = (finding: Parameters<typeof toDetection>[0]): Detection => toDetection(finding, tokens, alignment)
  const repetitions = findRepetitions(tokens, thresholds, trace.output.finish.unified === 'length').map(place)
  return [
    ...findSuddenDrops(columns, thresholds).map(place),
    ...findSustainedLows(columns, thresholds).map(place),
    ...repetitions,
    ...repetitionsInTexts(input, repetitions),
    ...findGlitchTokens(tokens, alignment, thresholds).map(place),
    ...findHotspots(columns, tokens, input.entropyLowerBits, thresholds).map(place),
  ].sort((a, b) => a.tokens[0] - b.tokens[0])
}
