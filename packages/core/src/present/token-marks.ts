import type { Detection } from '../detect/types.ts'

/** What stands at a token: `h` a hotspot, `e` an entity, `x` an alarm (drop, low stretch, repetition, glitch). */
export type TokenMark = 'h' | 'e' | 'x'

const ALARMS: readonly string[] = ['sudden-drop', 'sustained-low', 'repetition', 'glitch-token']

/** The marks of every token, sorted; an empty string where there is none. Ranges that reach beyond the tokens are cut. */
export function tokenMarks(tokens: number, detections: readonly Pick<Detection, 'kind' | 'tokens'>[]): readonly string[] {
  const marks = Array.from({ length: tokens }, () => new Set<TokenMark>())
  for (const { kind, tokens: range } of detections) {
    const mark: TokenMark | null = kind === 'hotspot' ? 'h' : kind === 'entity' ? 'e' : ALARMS.includes(kind) ? 'x' : null
    if (mark === null) continue
    for (let i = Math.max(0, range[0]); i < Math.min(tokens, range[1]); i++) marks[i]?.add(mark)
  }
  return marks.map((set) => [...set].sort().join(' '))
}
