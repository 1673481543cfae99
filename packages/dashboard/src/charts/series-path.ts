/** Lines and bands as SVG paths, broken where a value is missing: a gap is never bridged. */

type Position = (index: number) => number
type Height = (value: number) => number

const short = (value: number): string => String(Math.round(value * 10) / 10)

function known(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value)
}

/** Half-open runs of indices at which all of the lists have a value. */
export function runsOf(...lists: readonly (readonly (number | null)[])[]): readonly (readonly [from: number, to: number])[] {
  const runs: [number, number][] = []
  const length = Math.max(0, ...lists.map((list) => list.length))
  for (let i = 0; i < length; i++) {
    if (!lists.every((list) => known(list[i]))) continue
    const last = runs.at(-1)
    if (last?.[1] === i) last[1] = i + 1
    else runs.push([i, i + 1])
  }
  return runs
}

/** A line; a value without neighbours becomes a short dash, so that it is seen. */
export function linePath(values: readonly (number | null)[], x: Position, y: Height): string {
  return runsOf(values)
    .map(([from, to]) => {
      if (to - from === 1) return `M${short(x(from) - 1.5)} ${short(y(values[from]!))}h3`
      let path = ''
      for (let i = from; i < to; i++) path += `${i === from ? 'M' : 'L'}${short(x(i))} ${short(y(values[i]!))}`
      return path
    })
    .join('')
}

/** The area between two lines; a pair without neighbours becomes a thin column. */
export function bandPath(low: readonly (number | null)[], high: readonly (number | null)[], x: Position, y: Height): string {
  return runsOf(low, high)
    .map(([from, to]) => {
      if (to - from === 1) return `M${short(x(from) - 1.5)} ${short(y(high[from]!))}h3V${short(y(low[from]!))}h-3z`
      let path = ''
      for (let i = from; i < to; i++) path += `${i === from ? 'M' : 'L'}${short(x(i))} ${short(y(high[i]!))}`
      for (let i = to - 1; i >= from; i--) path += `L${short(x(i))} ${short(y(low[i]!))}`
      return `${path}z`
    })
    .join('')
}
