/** Alignments of hand-made tokens, as the tests of alignment look at them. */
import { handMadeToken, type TokenPiece } from '@logitscope/testkit'
import { alignTokens, type Alignment, type AlignmentInput } from '../src/trace/alignment/index.ts'

export function align(pieces: readonly TokenPiece[], text: string, more: Partial<AlignmentInput> = {}): Alignment {
  return alignTokens({ tokens: pieces.map(handMadeToken), output: { text }, ...more })
}

/** The characters that each of the first `count` tokens spells; `null` for those without a place. */
export function charsOf(alignment: Alignment, count: number): (string | null)[] {
  return Array.from({ length: count }, (_, i) => {
    const range = alignment.chars(i)
    return range === null ? null : alignment.part(range.part)!.text.slice(range.start, range.end)
  })
}

/** The status of the content, and what each token spells. */
export function spelled(pieces: readonly TokenPiece[], text: string, more: Partial<AlignmentInput> = {}): [string, (string | null)[]] {
  const alignment = align(pieces, text, more)
  return [alignment.part('content')!.status, charsOf(alignment, pieces.length)]
}
