/** Rows of one height, of which only those on the screen exist. The page itself scrolls. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

interface VirtualRowsProps {
  readonly count: number
  readonly height: number
  readonly render: (row: number, top: number) => JSX.Element
  readonly onLook: (first: number, last: number) => void
}

const BEYOND = 8

export function VirtualRows({ count, height, render, onLook }: VirtualRowsProps): JSX.Element {
  const ref = useRef<HTMLDivElement>(null)
  const [range, setRange] = useState<readonly [number, number]>([0, 30])
  useEffect(() => {
    let frame = 0
    const measure = (): void => {
      frame = 0
      const top = ref.current?.getBoundingClientRect().top ?? 0
      const first = Math.max(0, Math.floor(-top / height) - BEYOND)
      const last = Math.min(count, Math.ceil((innerHeight - top) / height) + BEYOND)
      setRange((old) => (old[0] === first && old[1] === last ? old : [first, last]))
      onLook(first, last)
    }
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(measure)
    }
    measure()
    addEventListener('scroll', soon, { passive: true })
    addEventListener('resize', soon)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('scroll', soon)
      removeEventListener('resize', soon)
    }
  }, [count, height, onLook])
  const rows: JSX.Element[] = []
  for (let row = range[0]; row < Math.min(count, range[1]); row++) rows.push(render(row, row * height))
  return (
    <div ref={ref} class="rows" role="rowgroup" style={{ height: `${count * height}px` }}>
      {rows}
    </div>
  )
}
