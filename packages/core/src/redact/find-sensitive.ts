import { SENSITIVE_PATTERNS, type SensitiveKind, type SensitivePattern } from './patterns.ts'

export interface SensitiveSpan {
  readonly kind: SensitiveKind
  /** UTF-16 offsets, half-open. */
  readonly start: number
  readonly end: number
}

/**
 * The sensitive spans of a text, in order of their start; overlapping ones are joined under the kind of the first.
 * Cost: linear in the text, for every pattern. Empty text → none.
 */
export function findSensitive(text: string, patterns: readonly SensitivePattern[] = SENSITIVE_PATTERNS): readonly SensitiveSpan[] {
  const found: SensitiveSpan[] = []
  for (const { kind, expression, accept } of patterns) {
    for (const match of text.matchAll(expression)) {
      if (accept === undefined || accept(match[0])) found.push({ kind, start: match.index, end: match.index + match[0].length })
    }
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const joined: SensitiveSpan[] = []
  for (const span of found) {
    const last = joined[joined.length - 1]
    if (last !== undefined && span.start < last.end) joined[joined.length - 1] = { ...last, end: Math.max(last.end, span.end) }
    else joined.push(span)
  }
  return joined
}

/** What stands for a masked UTF-16 unit: one unit long, so that offsets into a text stay true. */
export const MASK = '█'

/** The text with every unit of the spans masked; its length does not change. */
export function maskText(text: string, spans: readonly SensitiveSpan[] = findSensitive(text)): string {
  let masked = ''
  let from = 0
  for (const { start, end } of spans) {
    masked += text.slice(from, start) + MASK.repeat(end - start)
    from = end
  }
  return masked + text.slice(from)
}
