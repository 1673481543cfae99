import type { BlockSums, DriftExample, DriftHour, DriftObservation, DriftOpenHour, DriftState } from './types.ts'

export const HOUR_MS = 3_600_000
export const HOURS_OF_WEEK = 168
/** Stratum of what is beyond the limit. */
export const OTHER_STRATUM = '__other__'
const EXAMPLES = 3

/** Keys come from outside: a prefix keeps them apart from what objects are born with. */
export const keyOf = (name: string): string => `:${name}`
export const nameOf = (key: string): string => key.slice(1)

export function hourOfWeek(hour: number): number {
  return ((hour % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK
}

/** Day of the week, 0 = Thursday, on which the epoch began. */
export function dayOfWeek(hour: number): number {
  return Math.floor(hourOfWeek(hour) / 24)
}

export const DAYS_OF_WEEK = 7
export const DAY_HOURS = 48

/** Hour of the day, told apart for Saturdays and Sundays (24 to 47) and the other days. */
export function dayHour(hour: number): number {
  const day = dayOfWeek(hour)
  return (hourOfWeek(hour) % 24) + (day === 2 || day === 3 ? 24 : 0)
}

export function openHour(hour: number): DriftOpenHour {
  return { hour, blocks: {}, count: 0, examples: {} }
}

function keepExtreme(list: DriftExample[], example: DriftExample, order: (a: DriftExample, b: DriftExample) => number): void {
  if (list.length >= EXAMPLES && order(example, list[list.length - 1]!) >= 0) return
  list.push(example)
  list.sort(order)
  if (list.length > EXAMPLES) list.pop()
}

const lowestFirst = (a: DriftExample, b: DriftExample): number => a.value - b.value
const highestFirst = (a: DriftExample, b: DriftExample): number => b.value - a.value

/** Adds an answer to the open hour; false where there is no room for its session or it has no usable value. */
export function addToHour(open: DriftOpenHour, observation: DriftObservation, stratum: string, state: DriftState): boolean {
  const { options, ranges } = state
  const key = observation.session === null ? keyOf(`\n${observation.traceId}`) : keyOf(`${observation.session}\n${stratum}`)
  let block = open.blocks[key]
  if (block === undefined) {
    if (open.count >= options.sessionsLimit) return false
    block = { stratum, metrics: {} }
    open.blocks[key] = block
    open.count += 1
  }
  let used = false
  for (const metric of options.metrics) {
    const value = observation.values[metric]
    const range = ranges[keyOf(metric)]
    if (value === null || value === undefined || !Number.isFinite(value) || range === undefined) continue
    used = true
    const cut = Math.min(range[1], Math.max(range[0], value))
    const sums = (block.metrics[keyOf(metric)] ??= [0, 0])
    sums[0] += 1
    sums[1] += cut
    const examples = (open.examples[keyOf(metric)] ??= { low: [], high: [] })
    const example = { traceId: observation.traceId, stratum, value }
    keepExtreme(examples.low, example, lowestFirst)
    keepExtreme(examples.high, example, highestFirst)
  }
  return used
}

/**
 * Weight of the mean of a session's answers, 1 for one answer and never as much as 2: the inverse of its variance where half of what answers differ by is
 * their session's. Where less is, this is still within a tenth of the best weight; where more is, long sessions do not outweigh the others.
 *
 * @example
 * blockWeight(4) // 1.6
 */
export function blockWeight(answers: number): number {
  return (2 * answers) / (answers + 1)
}

/** Adds a block of so many answers with that sum of values. */
export function addBlock(sums: BlockSums, answers: number, total: number): void {
  const weight = blockWeight(answers)
  const mean = total / answers
  sums.blocks += 1
  sums.weight += weight
  sums.sum += weight * mean
  sums.sumOfSquares += weight * mean * mean
}

export const emptySums = (): BlockSums => ({ blocks: 0, weight: 0, sum: 0, sumOfSquares: 0 })

/** The hour with its sessions summed up. */
export function closeHour(open: DriftOpenHour): DriftHour {
  const strata: Record<string, { blocks: number; metrics: Record<string, BlockSums> }> = {}
  for (const { stratum, metrics } of Object.values(open.blocks)) {
    const into = (strata[keyOf(stratum)] ??= { blocks: 0, metrics: {} })
    into.blocks += 1
    for (const [metric, [count, sum]] of Object.entries(metrics)) addBlock((into.metrics[metric] ??= emptySums()), count, sum)
  }
  return { hour: open.hour, strata, examples: open.examples }
}
