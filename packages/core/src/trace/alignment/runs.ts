/** Stretches of tokens that stand in the text one after another, and the chain of them that explains most of it. */
import { findAnchors } from './anchors.ts'
import { isLossy, standsAt, type Work } from './work.ts'

/** Rows `[from, to)` stand at `at`, `length` bytes long. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly at: number
  readonly length: number
}

/** Grows an anchor over the rows before and after it that stand next to it. */
function grow(work: Work, row: number, at: number, from: number, to: number, start: number, end: number): Run {
  const { text, spelled } = work
  const { bytes, offset } = spelled
  const fits = (candidate: number): boolean => {
    const place = at + offset[candidate]! - offset[row]!
    return place >= start && !isLossy(work, candidate) && standsAt(text, place, end, bytes, offset[candidate]!, offset[candidate + 1]!)
  }
  let first = row
  let last = row
  while (last < to && fits(last)) last += 1
  if (last > row) while (first > from && fits(first - 1)) first -= 1
  return { from: first, to: last, at: at + offset[first]! - offset[row]!, length: offset[last]! - offset[first]! }
}

/**
 * The runs around all anchors of `length` bytes, in the order of their rows. A run ends where a row no longer stands next to it, which is at the
 * next anchor at the latest unless that belongs to it: the cost is linear.
 */
function runsOf(work: Work, from: number, to: number, start: number, end: number, length: number): Run[] {
  const { offset } = work.spelled
  const runs: Run[] = []
  for (const { row, at } of findAnchors(work, from, to, start, end, length)) {
    const last = runs.at(-1)
    const isWithin = last !== undefined && row < last.to && at === last.at + offset[row]! - offset[last.from]!
    if (isWithin) continue
    const run = grow(work, row, at, from, to, start, end)
    if (run.length > 0) runs.push(run)
  }
  return runs
}

/** Largest total among entries up to a place (Fenwick tree of maxima), with the entry that ends there. */
class BestUpTo {
  private readonly total: Float64Array
  private readonly entry: Int32Array

  constructor(size: number) {
    this.total = new Float64Array(size + 1)
    this.entry = new Int32Array(size + 1).fill(-1)
  }

  add(place: number, total: number, entry: number): void {
    for (let i = place + 1; i < this.total.length; i += i & -i) {
      if (total <= this.total[i]!) continue
      this.total[i] = total
      this.entry[i] = entry
    }
  }

  upTo(place: number): { total: number; entry: number } {
    let total = 0
    let entry = -1
    for (let i = place + 1; i > 0; i -= i & -i) {
      if (this.total[i]! <= total) continue
      total = this.total[i]!
      entry = this.entry[i]!
    }
    return { total, entry }
  }
}

/**
 * The heaviest chain of runs that follow each other in rows and in text alike. Neighbours may overlap by a quarter of either (both sides of a
 * gap can claim a token that fits on both): the shorter one then gives way. Cost: r log r.
 */
function heaviestChain(runs: readonly Run[], offset: Int32Array, start: number, end: number): Run[] {
  const core = runs.map((run) => {
    const slack = Math.floor(run.length / 4)
    return {
      rowLow: offset[run.from]! + slack,
      rowHigh: offset[run.to]! - slack,
      low: run.at + slack - start,
      high: run.at + run.length - slack - start,
    }
  })
  if (runs.length < 2) return [...runs]
  const byLow = runs.map((_, i) => i).sort((a, b) => core[a]!.rowLow - core[b]!.rowLow || a - b)
  const byHigh = runs.map((_, i) => i).sort((a, b) => core[a]!.rowHigh - core[b]!.rowHigh || a - b)
  const best = new BestUpTo(end - start + 1)
  const totals = new Float64Array(runs.length)
  const previous = new Int32Array(runs.length).fill(-1)
  let entered = 0
  for (const i of byLow) {
    while (entered < byHigh.length && core[byHigh[entered]!]!.rowHigh <= core[i]!.rowLow) {
      const j = byHigh[entered++]!
      best.add(core[j]!.high, totals[j]!, j)
    }
    const { total, entry } = best.upTo(core[i]!.low)
    totals[i] = total + runs[i]!.length
    previous[i] = entry
  }
  let top = -1
  for (let i = 0; i < runs.length; i++) if (top < 0 || totals[i]! > totals[top]!) top = i
  const chain: Run[] = []
  for (let i = top; i >= 0; i = previous[i]!) chain.push(runs[i]!)
  return chain.reverse()
}

/** Takes rows off a run: as many as needed so that `bytes` go from its start or from its end. */
function trim(run: Run, offset: Int32Array, fromStart: number, fromEnd: number): Run {
  let { from, to } = run
  while (from < to && offset[from]! - offset[run.from]! < fromStart) from += 1
  while (to > from && offset[run.to]! - offset[to]! < fromEnd) to -= 1
  return { from, to, at: run.at + offset[from]! - offset[run.from]!, length: offset[to]! - offset[from]! }
}

/**
 * Runs of rows `[from, to)` that stand in the bytes `[start, end)` of the text, found by sequences of `length` bytes that stand only once on
 * either side; in order, apart from each other.
 */
export function findRuns(work: Work, from: number, to: number, start: number, end: number, length: number): Run[] {
  const { offset } = work.spelled
  const chain: Run[] = []
  for (let run of heaviestChain(runsOf(work, from, to, start, end, length), offset, start, end)) {
    const last = chain.at(-1)
    if (last !== undefined) {
      const overlap = Math.max(offset[last.to]! - offset[run.from]!, last.at + last.length - run.at)
      if (overlap > 0 && run.length < last.length) run = trim(run, offset, overlap, 0)
      else if (overlap > 0) chain[chain.length - 1] = trim(last, offset, 0, overlap)
    }
    if (run.length > 0) chain.push(run)
  }
  return chain.filter((run) => run.length > 0)
}
