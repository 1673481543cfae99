import { probabilityClass, type Analysis, type Trace } from '@logitscope/core'
import { fill } from '@logitscope/core'
import { label, say } from './markup.ts'

/** Bars in a strip: more could not be told apart, and neighbours share a bar that shows the worst of them. */
const MOST_BARS = 1200
const HEIGHT = 60
/** The axis shows at least this much, so that a confident answer does not look alarming. */
const LEAST_NATS = 3
const MOST_NATS = 12
const LEAST_BITS = 2

const short = (value: number): string => String(Math.round(value * 100) / 100)

interface Bar {
  readonly logprob: number | null
  readonly lower: number | null
  readonly upper: number | null
}

/** One bar a token, or one for every few: the lowest logprob and the widest entropy interval among them. */
function barsOf(analysis: Analysis, tokens: number): { readonly bars: readonly Bar[]; readonly perBar: number } {
  const perBar = Math.max(1, Math.ceil(tokens / MOST_BARS))
  const { logprob, entropyLowerBits, entropyUpperBits } = analysis.perToken
  const bars: Bar[] = []
  for (let at = 0; at < tokens; at += perBar) {
    let lowest: number | null = null
    let lower: number | null = null
    let upper: number | null = null
    for (let i = at; i < Math.min(tokens, at + perBar); i++) {
      const value = logprob[i] ?? null
      if (value !== null && (lowest === null || value < lowest)) lowest = value
      const high = entropyUpperBits[i] ?? null
      if (high !== null && (upper === null || high > upper)) {
        upper = high
        lower = entropyLowerBits[i] ?? null
      }
    }
    bars.push({ logprob: lowest, lower, upper })
  }
  return { bars, perBar }
}

/** Two lanes under the text, as wide as the answer is long: log-probabilities hanging from 0, entropy intervals standing on 0. */
export function strip(trace: Trace, analysis: Analysis, lowTokenLogprob: number): string {
  const tokens = trace.tokens.length
  const { bars, perBar } = barsOf(analysis, tokens)
  const known = analysis.perToken.logprob.flatMap((value, i) => (value === null ? [] : [{ value, i }]))
  if (known.length === 0) return ''
  const worst = known.reduce((low, entry) => (entry.value < low.value ? entry : low))
  const nats = Math.min(MOST_NATS, Math.max(LEAST_NATS, -lowTokenLogprob * 1.15, Math.ceil(-worst.value)))
  const highest = bars.reduce((most, bar) => Math.max(most, bar.upper ?? 0), 0)
  const bits = Math.max(LEAST_BITS, Math.ceil(highest))
  const byClass = new Map<string, string[]>()
  const entropy: string[] = []
  bars.forEach((bar, x) => {
    if (bar.logprob !== null) {
      const colour = `s${probabilityClass(Math.exp(bar.logprob)) ?? 0}`
      const y = (Math.min(nats, -bar.logprob) / nats) * HEIGHT
      const path = byClass.get(colour) ?? []
      path.push(`M${x}.1 0V${short(Math.max(1, y))}H${x}.9V0z`)
      byClass.set(colour, path)
    }
    if (bar.lower !== null && bar.upper !== null) {
      const top = HEIGHT - (Math.min(bits, bar.upper) / bits) * HEIGHT
      const bottom = HEIGHT - (Math.min(bits, bar.lower) / bits) * HEIGHT
      entropy.push(
        `M${x}.1 ${short(Math.min(top, HEIGHT - 1))}V${short(Math.max(bottom, top + 1))}H${x}.9V${short(Math.min(top, HEIGHT - 1))}z`,
      )
    }
  })
  const threshold = (-lowTokenLogprob / nats) * HEIGHT
  const svg = (inner: string): string =>
    `<svg viewBox="0 0 ${bars.length} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${inner}<rect class="cursor" x="0" y="0" width="1" height="${HEIGHT}"/></svg>`
  const lane = (name: string, top: string, bottom: string, inner: string): string =>
    `<div class="lane"><span class="lane-name">${name}</span><span class="axis"><span>${top}</span><span>${bottom}</span></span>${svg(inner)}</div>`
  const bad =
    threshold <= HEIGHT ? `<line class="limit" x1="0" x2="${bars.length}" y1="${short(threshold)}" y2="${short(threshold)}"/>` : ''
  const summary = label(({ words, numbers }) =>
    fill(words.stripSummary, { tokens: numbers.integer(tokens), lowest: numbers.number(worst.value, 2), at: worst.i }),
  )
  return (
    `<figure class="strip" data-per-bar="${perBar}"><figcaption>${say(({ words }) => words.strip)}</figcaption><div role="img" ${summary}>` +
    lane(
      say(({ words }) => words.stripLogprob),
      '0',
      say(({ numbers }) => numbers.number(-nats, 0)),
      bad + [...byClass].map(([colour, path]) => `<path class="${colour}" d="${path.join('')}"/>`).join(''),
    ) +
    (entropy.length === 0
      ? ''
      : lane(
          say(({ words }) => words.stripEntropy),
          say(({ numbers }) => numbers.number(bits, 0)),
          '0',
          `<path class="ent" d="${entropy.join('')}"/>`,
        )) +
    `</div></figure>`
  )
}
