/** What of a token's element is looked at: its place on the screen and its classes. An `HTMLElement` is one. */
export interface TokenElement {
  readonly className: string
  getClientRects(): ArrayLike<{ readonly left: number; readonly right: number; readonly top: number; readonly height: number }>
}

/**
 * The token that a key leads to, or `null` for a key that leads nowhere. Up and down go to the nearest token of the line above or below, `n` and
 * `p` to the next and previous notable one. Refers to nothing outside of itself: its source text is also put into pages that stand alone.
 */
export function keyTarget(key: string, at: number, tokens: ArrayLike<TokenElement>): number | null {
  const last = tokens.length - 1
  const clamp = (index: number): number => Math.max(0, Math.min(last, index))
  const notable = (step: 1 | -1): number => {
    for (let i = at + step; i >= 0 && i <= last; i += step) if (/\b(?:c0|h|x|cu)\b/.test(tokens[i]?.className ?? '')) return i
    return at
  }
  const line = (step: 1 | -1): number => {
    const from = tokens[at]?.getClientRects()[0]
    if (from === undefined) return at
    const middle = (from.left + from.right) / 2
    let best = at
    let bestTop: number | null = null
    let bestDistance = Infinity
    for (let i = at + step; i >= 0 && i <= last; i += step) {
      const rect = tokens[i]?.getClientRects()[0]
      if (rect === undefined || Math.abs(rect.top - from.top) < from.height / 2) continue
      bestTop ??= rect.top
      if (Math.abs(rect.top - bestTop) > from.height / 2) break
      const distance = Math.abs((rect.left + rect.right) / 2 - middle)
      if (distance < bestDistance) {
        bestDistance = distance
        best = i
      }
    }
    return best
  }
  switch (key) {
    case 'ArrowRight':
      return clamp(at + 1)
    case 'ArrowLeft':
      return clamp(at - 1)
    case 'ArrowDown':
      return line(1)
    case 'ArrowUp':
      return line(-1)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'n':
    case 'N':
      return notable(1)
    case 'p':
    case 'P':
      return notable(-1)
    default:
      return null
  }
}
