import {
  probabilityClass,
  tokenMarks,
  visibleToken,
  type Analysis,
  type Detection,
  type Trace,
  type VisibleSegment,
} from '@logitscope/core'
import { escapeHtml } from './markup.ts'

/** Marks of the page are set apart from the same signs in the text; a line break is shown and done. */
function segmentHtml({ kind, text }: VisibleSegment): string {
  if (kind === 'text') return escapeHtml(text)
  return `<b class="k">${escapeHtml(text)}</b>${kind === 'control' ? '\n'.repeat(text.split('↵').length - 1) : ''}`
}

/** Tokens that something on the page points at. */
export function linkedTokens(trace: Trace, detections: readonly Detection[]): ReadonlySet<number> {
  const linked = new Set<number>(detections.map((detection) => detection.tokens[0]))
  for (const issue of trace.evidence.issues) if (issue.at !== undefined) linked.add(issue.at)
  return linked
}

/** The id of a token of an answer, for links. */
export function tokenId(answer: number, token: number): string {
  return `a${answer}t${token}`
}

/**
 * The tokens of an answer in runs of one part, each an inline element whose class is its probability (`c0` to `c9`, `cu` unknown, `cs` special).
 * Whatever a token holds is text here, never markup.
 */
export function tokenRuns(
  answer: number,
  trace: Trace,
  analysis: Analysis,
): readonly { readonly part: string; readonly partIndex: number; readonly html: string }[] {
  const { tokens } = trace
  const marks = tokenMarks(tokens.length, analysis.detections)
  const linked = linkedTokens(trace, analysis.detections)
  const runs: { part: string; partIndex: number; pieces: string[] }[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const partIndex = token.partIndex ?? 0
    let run = runs.at(-1)
    if (run?.part !== token.part || run.partIndex !== partIndex) runs.push((run = { part: token.part, partIndex, pieces: [] }))
    const group = probabilityClass(analysis.perToken.probability[i] ?? null)
    const colour = token.special === true ? 'cs' : group === null ? 'cu' : `c${group}`
    const mark = marks[i] ?? ''
    const id = linked.has(i) ? ` id="${tokenId(answer, i)}"` : ''
    run.pieces.push(
      `<span class="t ${colour}${mark === '' ? '' : ` ${mark}`}"${id}>${visibleToken(token).map(segmentHtml).join('')}</span>`,
    )
  }
  return runs.map(({ part, partIndex, pieces }) => ({ part, partIndex, html: pieces.join('') }))
}
