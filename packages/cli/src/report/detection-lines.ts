import { detectionFacts, explain, visibleText, type Detection, type Trace } from '@logitscope/core'
import { displayWidth, truncateEnd, wrap } from '../terminal/display-width.ts'
import type { Voice } from './voice.ts'

/** Alarms first, then what to look at, then what was only measured. */
export const KIND_ORDER: readonly string[] = ['sudden-drop', 'sustained-low', 'repetition', 'glitch-token', 'hotspot', 'entity', 'field']
const MOST_PER_KIND = 12
const LONGEST_TEXT = 48

/** `token 4` or `tokens 4–7`. */
export function placeText([start, end]: readonly [number, number]): string {
  return end - start <= 1 ? `token ${start}` : `tokens ${start}–${end - 1}`
}

/** Detections in the order in which people want to know of them. */
export function orderedKinds(detections: readonly Detection[]): readonly string[] {
  const kinds = [...new Set(detections.map((detection) => detection.kind))]
  const rank = (kind: string): number => (KIND_ORDER.includes(kind) ? KIND_ORDER.indexOf(kind) : KIND_ORDER.length)
  return kinds.sort((a, b) => rank(a) - rank(b))
}

/** What was found in an answer, by kind, with text and place. */
export function detectionLines(trace: Trace, detections: readonly Detection[], voice: Voice): readonly string[] {
  const { messages, style, columns } = voice
  const lines: string[] = []
  for (const kind of orderedKinds(detections)) {
    const found = detections.filter((detection) => detection.kind === kind)
    const { name, meaning } = explain(messages.detections, kind)
    lines.push(
      `  ${style.bold(name)}${found.length > 1 ? ` (${found.length})` : ''}  ${style.dim(truncateEnd(meaning, Math.max(10, columns - displayWidth(name) - 10)))}`,
    )
    for (const detection of found.slice(0, MOST_PER_KIND)) {
      const text = truncateEnd(visibleText(detection.text.trim() === '' ? detection.text : detection.text.trim()), LONGEST_TEXT)
      const part = detection.part === 'content' || trace.tokens.length === 0 ? '' : `${visibleText(detection.part)}, `
      const line = `“${text}”  ${part}${placeText(detection.tokens)}  ${detectionFacts(detection, messages, voice.numbers).join(', ')}`
      lines.push(...wrap(line.trimEnd(), columns - 6).map((piece, i) => `    ${i === 0 ? '' : '  '}${piece}`))
    }
    if (found.length > MOST_PER_KIND) lines.push(style.dim(`    … and ${found.length - MOST_PER_KIND} more`))
  }
  return lines
}
