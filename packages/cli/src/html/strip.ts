import { fill, stripShapes, type Analysis, type Trace } from '@logitscope/core'
import { label, say } from './markup.ts'

const short = (value: number): string => String(Math.round(value * 100) / 100)

/** Two lanes under the text, as wide as the answer is long: log-probabilities hanging from 0, entropy intervals standing on 0. */
export function strip(trace: Trace, analysis: Analysis, lowTokenLogprob: number): string {
  const shapes = stripShapes(analysis.perToken, lowTokenLogprob)
  const { bars, height, lowest, nats, bits, threshold } = shapes
  if (lowest === null) return ''
  const svg = (inner: string): string =>
    `<svg viewBox="0 0 ${bars} ${height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${inner}<rect class="cursor" x="0" y="0" width="1" height="${height}"/></svg>`
  const lane = (name: string, top: string, bottom: string, inner: string): string =>
    `<div class="lane"><span class="lane-name">${name}</span><span class="axis"><span>${top}</span><span>${bottom}</span></span>${svg(inner)}</div>`
  const bad = threshold === null ? '' : `<line class="limit" x1="0" x2="${bars}" y1="${short(threshold)}" y2="${short(threshold)}"/>`
  const summary = label(({ words, numbers }) =>
    fill(words.stripSummary, {
      tokens: numbers.integer(trace.tokens.length),
      lowest: numbers.number(lowest.logprob, 2),
      at: lowest.token,
    }),
  )
  return (
    `<figure class="strip" data-per-bar="${shapes.perBar}"><figcaption>${say(({ words }) => words.strip)}</figcaption><div role="img" ${summary}>` +
    lane(
      say(({ words }) => words.stripLogprob),
      '0',
      say(({ numbers }) => numbers.number(-nats, 0)),
      bad + shapes.logprobs.map(({ group, path }) => `<path class="s${group}" d="${path}"/>`).join(''),
    ) +
    (shapes.entropies === ''
      ? ''
      : lane(
          say(({ words }) => words.stripEntropy),
          say(({ numbers }) => numbers.number(bits, 0)),
          '0',
          `<path class="ent" d="${shapes.entropies}"/>`,
        )) +
    `</div></figure>`
  )
}
