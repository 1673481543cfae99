/** What others implement: a finder of entities in a text. The rule-based one lives in `detect/entities`. */
import type { LanguageTag } from '../language/types.ts'

export type EntityKind = 'name' | 'number' | 'date' | 'quantity' | 'quote'

export interface Entity {
  readonly kind: EntityKind
  /** UTF-16 offsets, half-open. */
  readonly start: number
  readonly end: number
  /** The text between the offsets. */
  readonly text: string
}

export interface EntityFinder {
  readonly name: string
  /** Entities in order of their start, not overlapping. */
  find: (text: string, language: LanguageTag) => readonly Entity[]
}
