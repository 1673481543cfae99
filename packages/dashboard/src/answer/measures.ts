/** What a token may be coloured by, each mapped to the ten classes of the scale: 9 is sure, 0 is not. */
import { PROBABILITY_CLASSES, probabilityClass, type TokenColumns } from '@logitscope/core'

export const MEASURES = ['probability', 'entropy', 'margin', 'rank'] as const
export type Measure = (typeof MEASURES)[number]

const TOP = PROBABILITY_CLASSES - 1
/** Bits at which the scale of entropy ends, and nats at which the scale of margins does. */
const MOST_BITS = 3
const MOST_NATS = 5
const BY_RANK = [9, 6, 4, 3, 2] as const

const clamp = (value: number): number => Math.max(0, Math.min(TOP, Math.floor(value)))

/** The class of a token under a measure; `null` where it is not known. Entropy is taken by its lower bound: what is certain. */
export function measureClass(columns: TokenColumns, token: number, measure: Measure): number | null {
  switch (measure) {
    case 'probability':
      return probabilityClass(columns.probability[token] ?? null)
    case 'entropy': {
      const bits = columns.entropyLowerBits[token] ?? null
      return bits === null ? null : clamp((1 - bits / MOST_BITS) * PROBABILITY_CLASSES)
    }
    case 'margin': {
      const nats = columns.margin[token] ?? null
      return nats === null ? null : clamp((nats / MOST_NATS) * PROBABILITY_CLASSES)
    }
    case 'rank': {
      const rank = columns.rank[token] ?? null
      return rank === null ? null : (BY_RANK[rank - 1] ?? 0)
    }
  }
}

/** What stands at the ends of the scale's legend, from the least sure to the surest. */
export function measureEnds(
  measure: Measure,
  write: { readonly number: (value: number, decimals: number) => string; readonly percent: (value: number, decimals: number) => string },
  units: Readonly<Record<'nats' | 'bits', string>>,
): readonly [string, string] {
  switch (measure) {
    case 'probability':
      return [write.percent(0, 0), write.percent(1, 0)]
    case 'entropy':
      return [`≥ ${write.number(MOST_BITS, 0)} ${units.bits}`, `0 ${units.bits}`]
    case 'margin':
      return [`0 ${units.nats}`, `≥ ${write.number(MOST_NATS, 0)} ${units.nats}`]
    case 'rank':
      return ['> 5.', '1.']
  }
}
