/** Lengths in code points, which servers written in Python count in. */

export function countPoints(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i += 1
    count += 1
  }
  return count
}

/** The UTF-16 offset behind the first `points` code points. */
export function offsetOfPoint(text: string, points: number): number {
  let at = 0
  for (let left = points; left > 0 && at < text.length; left--) {
    at += (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00 ? 2 : 1
  }
  return at
}
