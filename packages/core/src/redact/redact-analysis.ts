import type { Analysis } from '../analyze/types.ts'
import type { Detection } from '../detect/types.ts'
import { MASK, maskText } from './find-sensitive.ts'
import type { Trace } from '../trace/types.ts'

type Evidence = Readonly<Record<string, number | string>>

const mapTexts = (evidence: Evidence, change: (text: string) => string): Evidence =>
  Object.fromEntries(Object.entries(evidence).map(([key, value]) => [key, typeof value === 'string' ? change(value) : value]))

function textOf(trace: Trace, part: string): string {
  const { output } = trace
  if (part === 'refusal') return output.refusal ?? ''
  if (part.startsWith('reasoning')) return output.reasoning ?? ''
  if (part.startsWith('tool')) return output.toolCalls?.[Number(part.split(':')[1] ?? 0)]?.arguments ?? ''
  return output.text
}

/** Masks a detection by the redacted trace: its text is read again at its place, and its evidence loses its texts where anything there was masked. */
function redactDetection(detection: Detection, redacted: Trace): Detection {
  const [start, end] = detection.chars
  const there = textOf(redacted, detection.part).slice(start, end)
  const tokens = redacted.tokens.slice(...detection.tokens)
  const touched = there.includes(MASK) || tokens.some((token) => token.text.includes(MASK))
  if (!touched) return { ...detection, text: maskText(detection.text), evidence: mapTexts(detection.evidence, (text) => maskText(text)) }
  return {
    ...detection,
    text: MASK.repeat(detection.text.length),
    evidence: mapTexts(detection.evidence, (text) => MASK.repeat(text.length)),
  }
}

/** The analysis that may be kept beside a redacted trace: same numbers, no text that was masked. */
export function redactAnalysis(analysis: Analysis, redacted: Trace): Analysis {
  const votes = analysis.hallucination.votes.map((vote) =>
    vote.details === undefined ? vote : { ...vote, details: mapTexts(vote.details, (text) => maskText(text)) },
  )
  return {
    ...analysis,
    hallucination: { ...analysis.hallucination, votes },
    detections: analysis.detections.map((detection) => redactDetection(detection, redacted)),
  }
}

/** The analysis without any text of the answer: kinds, places and numbers stay. */
export function withholdAnalysisContent(analysis: Analysis): Analysis {
  const votes = analysis.hallucination.votes.map((vote) =>
    vote.details === undefined ? vote : { ...vote, details: mapTexts(vote.details, () => '') },
  )
  const detections = analysis.detections.map((detection) => ({ ...detection, text: '', evidence: mapTexts(detection.evidence, () => '') }))
  return { ...analysis, hallucination: { ...analysis.hallucination, votes }, detections }
}
