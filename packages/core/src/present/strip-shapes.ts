import type { TokenColumns } from '../metrics/types.ts'
import { probabilityClass } from './probability-class.ts'

/** Bars in a strip: more could not be told apart, and neighbours share a bar that shows the worst of them. */
const MOST_BARS = 1200
/** The axis shows at least this much, so that a confident answer does not look alarming. */
const LEAST_NATS = 3
const MOST_NATS = 12
const LEAST_BITS = 2

/** The shapes of a strip of `height`, one unit of width a bar: log-probabilities hanging from 0, entropy intervals standing on 0. */
export interface StripShapes {
  readonly bars: number
  /** Tokens a bar stands for. */
  readonly perBar: number
  readonly height: number
  /** SVG paths of the log-probabilities, by class of probability. */
  readonly logprobs: readonly { readonly group: number; readonly path: string }[]
  /** SVG path of the entropy intervals; "" where none is known. */
  readonly entropies: string
  /** Ends of the axes: nats downwards, bits upwards. */
  readonly nats: number
  readonly bits: number
  /** Where the low-confidence threshold lies; `null` beyond the axis. */
  readonly threshold: number | null
  /** The least probable token; `null` where no token has a value. */
  readonly lowest: { readonly logprob: number; readonly token: number } | null
}

interface Bar {
  readonly logprob: number | null
  readonly lower: number | null
  readonly upper: number | null
}

const short = (value: number): string => String(Math.round(value * 100) / 100)

/** The lowest logprob and the widest entropy interval of the tokens in [from, to). */
function barOf({ logprob, entropyLowerBits, entropyUpperBits }: TokenColumns, from: number, to: number): Bar {
  let lowest: number | null = null
  let lower: number | null = null
  let upper: number | null = null
  for (let i = from; i < to; i++) {
    const value = logprob[i] ?? null
    if (value !== null && (lowest === null || value < lowest)) lowest = value
    const high = entropyUpperBits[i] ?? null
    if (high !== null && (upper === null || high > upper)) {
      upper = high
      lower = entropyLowerBits[i] ?? null
    }
  }
  return { logprob: lowest, lower, upper }
}

/** Shapes for the strip under an answer's text. `lowTokenLogprob` in nats, as in the profile. */
export function stripShapes(columns: TokenColumns, lowTokenLogprob: number, height = 60): StripShapes {
  const tokens = columns.logprob.length
  const perBar = Math.max(1, Math.ceil(tokens / MOST_BARS))
  const bars: Bar[] = []
  for (let at = 0; at < tokens; at += perBar) bars.push(barOf(columns, at, Math.min(tokens, at + perBar)))
  let lowest: StripShapes['lowest'] = null
  columns.logprob.forEach((value, token) => {
    if (value !== null && (lowest === null || value < lowest.logprob)) lowest = { logprob: value, token }
  })
  const worst = (lowest as StripShapes['lowest'])?.logprob ?? 0
  const nats = Math.min(MOST_NATS, Math.max(LEAST_NATS, -lowTokenLogprob * 1.15, Math.ceil(-worst)))
  const bits = Math.max(LEAST_BITS, Math.ceil(bars.reduce((most, bar) => Math.max(most, bar.upper ?? 0), 0)))
  const byClass = new Map<number, string[]>()
  const entropies: string[] = []
  bars.forEach((bar, x) => {
    if (bar.logprob !== null) {
      const group = probabilityClass(Math.exp(bar.logprob)) ?? 0
      const path = byClass.get(group) ?? []
      path.push(`M${x}.1 0V${short(Math.max(1, (Math.min(nats, -bar.logprob) / nats) * height))}H${x}.9V0z`)
      byClass.set(group, path)
    }
    if (bar.lower !== null && bar.upper !== null) {
      const top = Math.min(height - (Math.min(bits, bar.upper) / bits) * height, height - 1)
      const bottom = Math.max(height - (Math.min(bits, bar.lower) / bits) * height, top + 1)
      entropies.push(`M${x}.1 ${short(top)}V${short(bottom)}H${x}.9V${short(top)}z`)
    }
  })
  const threshold = (-lowTokenLogprob / nats) * height
  return {
    bars: bars.length,
    perBar,
    height,
    logprobs: [...byClass].map(([group, path]) => ({ group, path: path.join('') })),
    entropies: entropies.join(''),
    nats,
    bits,
    threshold: threshold <= height ? threshold : null,
    lowest,
  }
}
