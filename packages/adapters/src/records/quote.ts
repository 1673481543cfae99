/** A short piece of foreign text for a message: in quotes, on one line, with everything invisible written out. */
export function quote(text: string, most = 60): string {
  const points = Array.from(text.slice(0, most * 4))
  const cut = points.length > most || text.length > most * 4
  const shown = points
    .slice(0, most)
    .join('')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, (character) => {
      const point = character.codePointAt(0)!
      return point === 0x0a ? '\\n' : point === 0x0d ? '\\r' : point === 0x09 ? '\\t' : `\\u{${point.toString(16)}}`
    })
  return `“${shown}${cut ? '…' : ''}”`
}
