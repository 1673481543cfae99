import { sequenceLength, utf8Decode } from '../trace/utf8.ts'
import { visibleSegments, type VisibleOptions, type VisibleSegment } from './visible.ts'

const REPLACEMENT = '\uFFFD'
/** A token of more bytes than this is cut in its picture: nobody reads further, and a page stays small. */
const MOST_BYTES = 64

/** What is needed of a token or an alternative to show it. */
export interface ShownToken {
  readonly text: string
  readonly bytes?: readonly number[]
  readonly id?: number
}

function charactersOf(bytes: readonly number[]): readonly (string | number)[] {
  const pieces: (string | number)[] = []
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes[i]! & 0xff)
    const character = length > 0 && i + length <= bytes.length ? utf8Decode(bytes, i, i + length) : REPLACEMENT
    if (character === REPLACEMENT && !(length === 3 && bytes[i] === 0xef && bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd)) {
      pieces.push(bytes[i]! & 0xff)
      i += 1
    } else {
      pieces.push(character)
      i += length
    }
  }
  return pieces
}

/**
 * A token in visible pieces. Where its text holds U+FFFD or is empty and its bytes are known, the bytes speak: whole characters as text, the
 * bytes of a cut character as ⟨F0 9F⟩. A token with neither text nor bytes shows its id, or ∅. Text and bytes at odds: the text is shown.
 */
export function visibleToken(token: ShownToken, options: VisibleOptions = {}): readonly VisibleSegment[] {
  const { text, bytes } = token
  if (bytes !== undefined && bytes.length > 0 && (text === '' || text.includes(REPLACEMENT))) {
    const segments: VisibleSegment[] = []
    let run: string[] = []
    let written = ''
    const flush = (): void => {
      if (written !== '') segments.push(...visibleSegments(written, options))
      if (run.length > 0) segments.push({ kind: 'bytes', text: `⟨${run.join(' ')}⟩` })
      written = ''
      run = []
    }
    for (const piece of charactersOf(bytes.length > MOST_BYTES ? bytes.slice(0, MOST_BYTES) : bytes)) {
      if (typeof piece === 'string') {
        if (run.length > 0) flush()
        written += piece
      } else {
        if (written !== '') flush()
        run.push(piece.toString(16).toUpperCase().padStart(2, '0'))
      }
    }
    flush()
    if (bytes.length > MOST_BYTES) segments.push({ kind: 'nothing', text: '…' })
    return segments
  }
  if (text === '') return [{ kind: 'nothing', text: token.id === undefined ? '∅' : `⟨id ${token.id}⟩` }]
  return visibleSegments(text, options)
}

/** `visibleToken` in one string. */
export function visibleTokenText(token: ShownToken, options: VisibleOptions = {}): string {
  return visibleToken(token, options)
    .map((segment) => segment.text)
    .join('')
}
