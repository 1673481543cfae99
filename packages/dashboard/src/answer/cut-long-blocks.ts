/** A paragraph without line breaks is cut where a line ends anyway, so that no cut is seen; cut again when the width changes. */

const LONG = 600
const PIECE = 240

function join(root: HTMLElement): void {
  for (const piece of root.querySelectorAll<HTMLElement>('.block[data-cut]')) {
    const before = piece.previousElementSibling
    if (before?.classList.contains('block') !== true) continue
    before.append(...piece.childNodes)
    piece.remove()
  }
}

/** The children of a block that begin a line, about every `PIECE` tokens. */
function lineStarts(block: HTMLElement): readonly HTMLElement[] {
  const starts: HTMLElement[] = []
  const spans = block.children as HTMLCollectionOf<HTMLElement>
  let last = 0
  let i = PIECE
  while (i < spans.length - PIECE / 2) {
    const [before, span] = [spans[i - 1], spans[i]]
    if (before === undefined || span === undefined) break
    const end = before.getClientRects()
    const start = span.getClientRects()
    // A token that begins lower than its neighbour ends begins a line; one that is itself broken over lines does not.
    if (start.length === 1 && (start[0]?.top ?? 0) > (end[end.length - 1]?.top ?? 0) + 4 && i - last >= PIECE) {
      starts.push(span)
      last = i
      i += PIECE
    } else i++
  }
  return starts
}

export function cutLongBlocks(root: HTMLElement): void {
  join(root)
  if (root.clientWidth === 0) return
  for (const block of root.querySelectorAll<HTMLElement>('.block')) {
    if (block.childElementCount <= LONG) continue
    block.classList.add('is-measured')
    const starts = lineStarts(block)
    let after: Element = block
    starts.forEach((start, n) => {
      const piece = document.createElement('div')
      piece.className = 'block'
      piece.dir = block.dir === 'auto' ? getComputedStyle(block).direction : block.dir
      piece.dataset['cut'] = ''
      let next: ChildNode | null = start
      const end = starts[n + 1] ?? null
      while (next !== null && next !== end) {
        const following: ChildNode | null = next.nextSibling
        piece.append(next)
        next = following
      }
      after.after(piece)
      after = piece
    })
    block.classList.remove('is-measured')
  }
}
