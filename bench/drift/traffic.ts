/** Traffic of one installation, hour by hour: sessions whose answers are alike, a weekly cycle of volume, values and mix, and what may change. */
import type { BlockSums, DriftHour, RandomSource } from '@logitscope/core'
import { addBlock, emptySums } from '../../packages/core/src/drift/hours.ts'
import type { Distribution } from './answers.ts'

export interface Traffic {
  readonly strata: readonly Distribution[]
  /** Shares of the strata over a week. */
  readonly shares: readonly number[]
  readonly answersPerDay: number
  readonly random: RandomSource
  /** Hour from which the change holds; Infinity: never. */
  readonly changeAt: number
  readonly change: Change
  /** Hours from the first Monday of 1970, UTC, to the Monday that the traffic lives by: its time zone. */
  readonly offset: number
}

export type Change =
  | { readonly kind: 'none' }
  /** A share of the answers, or of the sessions, loses some nats. */
  | { readonly kind: 'degraded'; readonly of: 'answers' | 'sessions'; readonly share: number; readonly nats: number }
  /** All answers lose more and more, until so many nats after so many hours. */
  | { readonly kind: 'decay'; readonly nats: number; readonly hours: number }
  | { readonly kind: 'mix'; readonly shares: readonly number[] }

export interface TrafficHour {
  readonly hour: DriftHour
  /** Answers, and the sum of their plain values: what a detector sees that knows no sessions. */
  readonly answers: number
  readonly sum: number
  readonly sumOfSquares: number
}

const MONDAY = 96
const MEAN_ANSWERS = 4
const GAP_HOURS = 3 / 60
const METRIC = ':avgLogprob'
const PROBABILITY = ':geometricMeanProbability'

/** Hours count from a Monday. */
const weekend = (hour: number): boolean => Math.floor(hour / 24) % 7 >= 5
const volumeAt = (hour: number): number => (1 + 0.8 * Math.sin((2 * Math.PI * ((hour % 24) - 9)) / 24)) * (weekend(hour) ? 0.5 : 1.2)
/** In standard deviations of an answer. */
const cycleAt = (hour: number): number => 0.15 * Math.sin((2 * Math.PI * ((hour % 24) - 3)) / 24) - (weekend(hour) ? 0.1 : 0)

/** A Poisson number: by counting for small means, by the normal approximation for large ones. */
function poisson(mean: number, random: RandomSource, normal: () => number): number {
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
  let count = 0
  for (let product = random(); product > Math.exp(-mean); product *= random()) count += 1
  return count
}

/** Marsaglia's polar method: two normals a round. */
function normals(random: RandomSource): () => number {
  let spare: number | null = null
  return () => {
    if (spare !== null) {
      const value = spare
      spare = null
      return value
    }
    for (;;) {
      const u = 2 * random() - 1
      const v = 2 * random() - 1
      const s = u * u + v * v
      if (s >= 1 || s === 0) continue
      const factor = Math.sqrt((-2 * Math.log(s)) / s)
      spare = v * factor
      return u * factor
    }
  }
}

interface Open {
  readonly strata: Record<string, { blocks: number; metrics: Record<string, BlockSums> }>
  answers: number
  sum: number
  sumOfSquares: number
}

/** The hours of the traffic from 0 on, in order. `range`: values beyond it count as its ends for the blocks. */
export function* hoursOf(traffic: Traffic, range: readonly [number, number], count: number): Generator<TrafficHour> {
  const { strata, random, change, changeAt } = traffic
  const normal = normals(random)
  const open = new Map<number, Open>()
  const openAt = (hour: number): Open => {
    let one = open.get(hour)
    if (one === undefined) open.set(hour, (one = { strata: {}, answers: 0, sum: 0, sumOfSquares: 0 }))
    return one
  }
  for (let hour = 0; hour < count; hour++) {
    const changed = hour >= changeAt
    const shares = (changed && change.kind === 'mix' ? change.shares : traffic.shares).map(
      (share, i) => share * (1 + 0.5 * Math.sin((2 * Math.PI * ((hour % 24) + 5 * i)) / 24) * (i % 2 === 0 ? 1 : -1)),
    )
    const all = shares.reduce((a, b) => a + b, 0)
    const sessions = poisson((traffic.answersPerDay / 24 / MEAN_ANSWERS) * volumeAt(hour), random, normal)
    for (let s = 0; s < sessions; s++) {
      let pick = random() * all
      let index = 0
      while (index < shares.length - 1 && pick >= shares[index]!) pick -= shares[index++]!
      const of = strata[index]!
      const own = Math.sqrt(of.latent) * normal()
      const rest = Math.sqrt(1 - of.latent)
      const bad = change.kind === 'degraded' && change.of === 'sessions' && random() < change.share
      let at = hour + random()
      let block = hour
      let [n, sum, sumOfProbabilities] = [0, 0, 0]
      const close = (): void => {
        if (n === 0) return
        const into = (openAt(block).strata[`:${of.name}`] ??= { blocks: 0, metrics: {} })
        into.blocks += 1
        for (const [metric, total] of [
          [METRIC, sum],
          [PROBABILITY, sumOfProbabilities],
        ] as const) {
          addBlock((into.metrics[metric] ??= emptySums()), n, total)
        }
        n = sum = sumOfProbabilities = 0
      }
      do {
        const now = Math.floor(at)
        if (now !== block) {
          close()
          block = now
        }
        let value = of.at(own + rest * normal()) + cycleAt(now) * of.deviation
        if (change.kind === 'degraded' && now >= changeAt && (change.of === 'sessions' ? bad : random() < change.share))
          value -= change.nats
        if (change.kind === 'decay' && now >= changeAt) value -= change.nats * Math.min(1, (now - changeAt) / change.hours)
        value = Math.min(0, value)
        const plain = openAt(now)
        plain.answers += 1
        plain.sum += value
        plain.sumOfSquares += value * value
        n += 1
        sum += Math.min(range[1], Math.max(range[0], value))
        sumOfProbabilities += Math.exp(value)
        at -= GAP_HOURS * Math.log(1 - random())
      } while (random() >= 1 / MEAN_ANSWERS)
      close()
    }
    const { strata: parts, answers, sum, sumOfSquares } = openAt(hour)
    open.delete(hour)
    yield { hour: { hour: hour + MONDAY + traffic.offset, strata: parts, examples: {} }, answers, sum, sumOfSquares }
  }
}
