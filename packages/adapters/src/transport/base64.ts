/** Base64 to bytes, without what a browser or Node offers for it. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES: ReadonlyMap<string, number> = new Map(Array.from(ALPHABET, (char, value) => [char, value]))

/** The bytes that a base64 text (RFC 4648 §4, with or without padding) stands for; `null` where it is none. */
export function fromBase64(text: string): Uint8Array | null {
  const plain = text.replace(/=+$/, '')
  if (plain.length % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((plain.length * 3) / 4))
  let held = 0
  let bits = 0
  let at = 0
  for (const char of plain) {
    const value = VALUES.get(char)
    if (value === undefined) return null
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 0xff
    }
  }
  return bytes
}
