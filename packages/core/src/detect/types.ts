import type { OpenString } from '../trace/types.ts'

export type DetectionKind = OpenString<'sudden-drop' | 'sustained-low' | 'repetition' | 'glitch-token' | 'hotspot' | 'entity' | 'field'>

/** Something found in an answer, with where it is and the numbers that say so. */
export interface Detection {
  readonly kind: DetectionKind
  /** Half-open range of indices into `trace.tokens`. */
  readonly tokens: readonly [start: number, end: number]
  /** Half-open range of UTF-16 offsets in the text of `part`; `[0, 0]` where the tokens could not be aligned with the text. */
  readonly chars: readonly [start: number, end: number]
  readonly text: string
  /** `content`, `refusal`, `reasoning` (or `reasoning:1`), `tool:0`, … */
  readonly part: string
  readonly evidence: Readonly<Record<string, number | string>>
}
