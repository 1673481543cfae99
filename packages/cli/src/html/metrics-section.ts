import { bandOf, explain, say as sayWord, type Analysis, type Metrics, type Profile } from '@logitscope/core'
import { boundSign, SHOWN_METRICS } from '../report/metric-lines.ts'
import { gauge, type GaugeScale } from './gauge.ts'
import { say, type Speaker } from './markup.ts'

type MetricName = keyof Metrics

function valueText(name: MetricName, metrics: Metrics, { numbers, words }: Speaker): string {
  if (name === 'offTopOne') {
    const off = metrics.offTopOne
    if (off === null) return '–'
    const expected =
      off.expected === null
        ? ''
        : ` (${words.expected} ${numbers.percent(off.expected)}${off.z === null ? '' : `, z ${numbers.number(off.z, 1)}`})`
    return `${numbers.percent(off.observed)}${expected}`
  }
  const value = metrics[name]
  const sign = boundSign(name, metrics)
  if (Array.isArray(value)) return sign + numbers.interval(value as [number, number])
  if (typeof value !== 'number') return '–'
  return sign + (name === 'lowConfidenceRatio' ? numbers.percent(value) : numbers.number(value, name === 'perplexity' ? 2 : 3))
}

function scaleOf(name: MetricName, metrics: Metrics, profile: Profile): GaugeScale | null {
  const { bands } = profile
  if (name === 'avgLogprob') return { from: Math.min(-5, metrics.avgLogprob ?? 0), to: 0, bands: bands.avgLogprob }
  if (name === 'maxTokenEntropy' || name === 'meanTokenEntropy')
    return { from: 0, to: Math.max(4, Math.ceil(metrics[name]?.[1] ?? 0)), bands: bands.entropy }
  return name === 'lowConfidenceRatio' ? { from: 0, to: 1, bands: [] } : null
}

function bandName(name: MetricName, metrics: Metrics, profile: Profile, { messages }: Speaker): string {
  if (name === 'avgLogprob' && metrics.avgLogprob !== null)
    return sayWord(messages.bands.avgLogprob, bandOf(profile.bands.avgLogprob, metrics.avgLogprob) ?? '')
  if (name !== 'maxTokenEntropy' && name !== 'meanTokenEntropy') return ''
  const ends = metrics[name]?.map((end) => sayWord(messages.bands.entropy, bandOf(profile.bands.entropy, end) ?? '')) ?? []
  return ends[0] === ends[1] ? (ends[0] ?? '') : ends.join(' … ')
}

function row(name: MetricName, metrics: Metrics, profile: Profile): string {
  const value = metrics[name]
  const scale = scaleOf(name, metrics, profile)
  const drawn =
    scale === null || value === null || (typeof value === 'object' && !Array.isArray(value))
      ? ''
      : gauge(value as number | [number, number], scale)
  const band = say((speaker) => bandName(name, metrics, profile, speaker))
  return (
    `<tr><th scope="row">${say(({ messages }) => messages.metrics[name].name)}<small>${say(({ messages }) => messages.metrics[name].meaning)}</small></th>` +
    `<td class="num">${say((speaker) => valueText(name, metrics, speaker))}${drawn}${band === '' ? '' : `<small>${band}</small>`}</td></tr>`
  )
}

/** The metrics of an answer; those that are undefined, with the reason. */
export function metricsSection(analysis: Analysis, profile: Profile): string {
  const { metrics, reasons } = analysis
  const known = SHOWN_METRICS.filter((name) => metrics[name] !== null)
  const missing = SHOWN_METRICS.filter((name) => metrics[name] === null)
  const gaps = missing.map(
    (name) =>
      `<li>${say(({ messages }) => `${explain(messages.metrics, name).name}: ${sayWord(messages.reasons, reasons[name] ?? 'no-evidence')}`)}</li>`,
  )
  return (
    `<section class="card"><h3>${say(({ words }) => words.metrics)}</h3>` +
    (known.length === 0
      ? ''
      : `<div class="scroll"><table class="metrics"><tbody>${known.map((name) => row(name, metrics, profile)).join('')}</tbody></table></div>`) +
    (gaps.length === 0
      ? ''
      : `<details${known.length === 0 ? ' open' : ''}><summary>${say(({ words }) => `${words.notAvailable} (${gaps.length})`)}</summary><ul>${gaps.join('')}</ul></details>`) +
    `</section>`
  )
}
