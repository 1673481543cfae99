const PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Eight lower-case hexadecimal digits of a 32-bit integer, most significant first; the sign is ignored. */
export function hex32(word: number): string {
  return PAIRS[word >>> 24]! + PAIRS[(word >>> 16) & 0xff]! + PAIRS[(word >>> 8) & 0xff]! + PAIRS[word & 0xff]!
}
