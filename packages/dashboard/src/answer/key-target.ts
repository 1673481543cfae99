/** The token that a key leads to, or `null` for a key that leads nowhere. Up and down go to the nearest token of the line above or below. */
const NOTABLE = /\b(?:c0|h|x|cu)\b/

function lineTarget(at: number, step: 1 | -1, spans: readonly HTMLElement[]): number {
  const from = spans[at]?.getClientRects()[0]
  if (from === undefined) return at
  const middle = (from.left + from.right) / 2
  let best = at
  let bestTop: number | null = null
  let bestDistance = Infinity
  for (let i = at + step; i >= 0 && i < spans.length; i += step) {
    const rect = spans[i]?.getClientRects()[0]
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

export function keyTarget(key: string, at: number, spans: readonly HTMLElement[]): number | null {
  const last = spans.length - 1
  const clamp = (index: number): number => Math.max(0, Math.min(last, index))
  const notable = (step: 1 | -1): number => {
    for (let i = at + step; i >= 0 && i <= last; i += step) if (NOTABLE.test(spans[i]?.className ?? '')) return i
    return at
  }
  switch (key) {
    case 'ArrowRight':
      return clamp(at + 1)
    case 'ArrowLeft':
      return clamp(at - 1)
    case 'ArrowDown':
      return lineTarget(at, 1, spans)
    case 'ArrowUp':
      return lineTarget(at, -1, spans)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'n':
      return notable(1)
    case 'p':
      return notable(-1)
    default:
      return null
  }
}
