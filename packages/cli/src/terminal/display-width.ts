/** How many columns a text takes on a terminal: East Asian wide characters and emoji take two, combining marks none. */

/** First and last code point of the ranges that Unicode's East Asian Width calls wide or full-width, beyond those that `Emoji_Presentation` covers. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
]

const ASCII = /^[\x20-\x7e]*$/
const ZERO = /^[\p{Mn}\p{Me}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u1160-\u11ff]/u
const EMOJI = /^\p{Emoji_Presentation}/u

const COLOUR = /\x1b\[[0-9;]*m/g

/**
 * A character with what belongs to it: marks, emoji modifiers, joined emoji; two regional indicators are one flag. A pattern, because the
 * platform's segmenter takes minutes for a text of 100 000 characters.
 */
const CLUSTER = /\p{RI}{2}|\P{M}(?:\u200d\p{Extended_Pictographic}|[\p{M}\p{Emoji_Modifier}\u200d])*|\p{M}+/gsu

function isWide(point: number): boolean {
  if (point < 0x1100) return false
  return WIDE.some(([first, last]) => point >= first && point <= last)
}

function pointWidth(character: string): number {
  if (ZERO.test(character)) return 0
  return isWide(character.codePointAt(0) ?? 0) || EMOJI.test(character) ? 2 : 1
}

/** Columns of one grapheme cluster: an emoji with its modifiers is one sign, other clusters take what their characters take, as in libc. */
function clusterWidth(cluster: string): number {
  if (cluster.length === 1) return pointWidth(cluster)
  if (cluster.includes('\ufe0f') || EMOJI.test(cluster)) return 2
  let width = 0
  for (const character of cluster) width += pointWidth(character)
  return width
}

/** Columns that a text takes; colour codes take none. */
export function displayWidth(text: string): number {
  const bare = text.includes('\x1b') ? text.replace(COLOUR, '') : text
  if (ASCII.test(bare)) return bare.length
  let width = 0
  for (const [cluster] of bare.matchAll(CLUSTER)) width += clusterWidth(cluster)
  return width
}

/** The longest start of a text that fits into `columns`; no character is cut. Not for coloured text. */
export function takeColumns(text: string, columns: number): string {
  if (ASCII.test(text)) return text.slice(0, Math.max(0, columns))
  let width = 0
  let end = 0
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    width += clusterWidth(cluster)
    if (width > columns) break
    end = index + cluster.length
  }
  return text.slice(0, end)
}

/** A text cut to `columns`, with … where something was left out. Not for coloured text. */
export function truncateEnd(text: string, columns: number): string {
  return displayWidth(text) <= columns ? text : `${takeColumns(text, Math.max(0, columns - 1))}…`
}

/** A path cut to `columns` from its left side, with … where something was left out: its end tells files apart. */
export function truncateStart(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  const clusters = text.match(CLUSTER) ?? []
  let width = 1
  let from = clusters.length
  while (from > 0) {
    width += clusterWidth(clusters[from - 1]!)
    if (width > columns) break
    from -= 1
  }
  return `…${clusters.slice(from).join('')}`
}

/** A text cut to `columns` in its middle, where file names differ least: two thirds of what stays is its start. */
export function truncateMiddle(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  const head = takeColumns(text, Math.ceil(((columns - 1) * 2) / 3))
  return head + truncateStart(text, columns - displayWidth(head))
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)))
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - displayWidth(text))) + text
}

/** A word in pieces of at most `columns`; one pass, so that a long text without spaces costs no more than its length. */
function piecesOf(word: string, columns: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let width = 0
  for (const [cluster] of word.matchAll(CLUSTER)) {
    const own = clusterWidth(cluster)
    if (width + own > columns && piece !== '') {
      pieces.push(piece)
      piece = ''
      width = 0
    }
    piece += cluster
    width += own
  }
  pieces.push(piece)
  return pieces
}

/** Breaks a text into lines of at most `columns`, at spaces where there are any. Not for coloured text. */
export function wrap(text: string, columns: number): readonly string[] {
  const width = Math.max(8, columns)
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(/(?<= )/)) {
    const own = displayWidth(word.trimEnd())
    if (used + own > width && line !== '') {
      lines.push(line.trimEnd())
      line = ''
      used = 0
    }
    if (own <= width) line += word
    else {
      const pieces = piecesOf(word, width)
      lines.push(...pieces.slice(0, -1))
      line = pieces.at(-1) ?? ''
    }
    used = own <= width ? used + displayWidth(word) : displayWidth(line)
  }
  if (line !== '' || lines.length === 0) lines.push(line.trimEnd())
  return lines
}
