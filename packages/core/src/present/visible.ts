/** Makes everything in a text visible that a terminal or a page would act on, hide, or reorder. */

/**
 * What a piece of visible text stands for: `text` as it was; `space` a marked space; `control` a control character (an escape sequence's
 * first byte among them); `invisible` a character without a shape of its own (zero-width, bidirectional, variation, lone surrogate);
 * `bytes` raw bytes that are no character; `nothing` a token without text.
 */
export type VisibleKind = 'text' | 'space' | 'control' | 'invisible' | 'bytes' | 'nothing'

export interface VisibleSegment {
  readonly kind: VisibleKind
  readonly text: string
}

export interface VisibleOptions {
  /** Which spaces to mark: none, those at either end of the text, or every one. Default `keep`. */
  readonly spaces?: 'keep' | 'edges' | 'all'
}

const PLAIN = /^[\x20-\x7e]*$/
/** Drawn although Unicode counts them as format characters: number signs and the like that stand over what follows. */
const DRAWN_FORMAT = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u
const HIDDEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/u
const OTHER_SPACE = /\p{Zs}/u
const EMOJI = /\p{Emoji}/u

const hex = (point: number): string => point.toString(16).toUpperCase().padStart(4, '0')

function controlPicture(point: number): string | null {
  if (point === 0x0a) return '↵'
  if (point === 0x09) return '⇥'
  if (point < 0x20) return String.fromCodePoint(0x2400 + point)
  if (point === 0x7f) return '␡'
  return point >= 0x80 && point < 0xa0 ? `⟨U+${hex(point)}⟩` : null
}

/** A presentation selector that follows an emoji says how to draw it: it is kept. */
function isPresentationSelector(character: string, previous: string): boolean {
  return (character === '\ufe0f' || character === '\ufe0e') && EMOJI.test(previous)
}

function kindAndText(character: string, previous: string, markSpace: boolean): VisibleSegment {
  const point = character.codePointAt(0)!
  const picture = controlPicture(point)
  if (picture !== null) return { kind: 'control', text: picture }
  if (point === 0x20) return markSpace ? { kind: 'space', text: '␣' } : { kind: 'text', text: ' ' }
  if (point < 0x7f) return { kind: 'text', text: character }
  if (HIDDEN.test(character) && !DRAWN_FORMAT.test(character) && !isPresentationSelector(character, previous))
    return { kind: 'invisible', text: `⟨U+${hex(point)}⟩` }
  if (markSpace && OTHER_SPACE.test(character)) return { kind: 'invisible', text: `⟨U+${hex(point)}⟩` }
  return { kind: 'text', text: character }
}

/**
 * Splits a text into pieces in which nothing hides: line breaks as ↵, tabs as ⇥, other control characters as their pictures (␛ for the
 * escape that starts terminal sequences), every character without a shape of its own (zero-width, joiners, bidirectional controls, variation
 * selectors, tags, lone surrogates) as ⟨U+200B⟩. Neighbours of one kind are joined. Empty text: no pieces. The pieces' kinds let a page or a
 * terminal set the marks apart from the same signs written by the model. Cost: linear; plain ASCII is answered at once.
 */
export function visibleSegments(text: string, options: VisibleOptions = {}): readonly VisibleSegment[] {
  const spaces = options.spaces ?? 'keep'
  if (text === '') return []
  if (PLAIN.test(text) && (spaces === 'keep' || !text.includes(' '))) return [{ kind: 'text', text }]
  const firstInk = text.length - text.trimStart().length
  const lastInk = text.trimEnd().length
  const segments: { kind: VisibleKind; text: string }[] = []
  let previous = ''
  let at = 0
  for (const character of text) {
    const mark = spaces === 'all' || (spaces === 'edges' && (at < firstInk || at >= lastInk))
    const piece = kindAndText(character, previous, mark)
    const last = segments.at(-1)
    if (last?.kind === piece.kind) last.text += piece.text
    else segments.push({ ...piece })
    previous = character
    at += character.length
  }
  return segments
}

/** The text of `visibleSegments` in one string: safe to print on a terminal. */
export function visibleText(text: string, options: VisibleOptions = {}): string {
  return visibleSegments(text, options)
    .map((segment) => segment.text)
    .join('')
}
