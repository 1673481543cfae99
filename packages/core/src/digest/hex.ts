/** Eight lower-case hexadecimal digits of a 32-bit integer, most significant first; the sign is ignored. */
export function hex32(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}
