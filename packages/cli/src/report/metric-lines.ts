import { bandOf, explain, say, type Analysis, type Metrics, type Profile } from '@logitscope/core'
import { displayWidth, padEnd, wrap } from '../terminal/display-width.ts'
import type { Voice } from './voice.ts'

type MetricName = keyof Metrics

const UPPER_BOUNDS: ReadonlySet<MetricName> = new Set([
  'sumLogprob',
  'avgLogprob',
  'minLogprob',
  'normalizedLogprob',
  'tailMeanLogprob',
  'worstWindowLogprob',
])
const LOWER_BOUNDS: ReadonlySet<MetricName> = new Set(['perplexity', 'bitsPerByte', 'lowConfidenceRatio'])

/** In the order in which people ask. */
export const SHOWN_METRICS: readonly MetricName[] = [
  'avgLogprob',
  'perplexity',
  'sumLogprob',
  'normalizedLogprob',
  'minLogprob',
  'tailMeanLogprob',
  'worstWindowLogprob',
  'lowConfidenceRatio',
  'maxTokenEntropy',
  'meanTokenEntropy',
  'offTopOne',
  'surpriseExcess',
  'bitsPerByte',
]

/** `≤` or `≥` where tokens without a value leave only a bound. */
export function boundSign(name: MetricName, metrics: Metrics): string {
  if (metrics.censoredCount === 0) return ''
  return UPPER_BOUNDS.has(name) ? '≤ ' : LOWER_BOUNDS.has(name) ? '≥ ' : ''
}

/** The value of a metric in words, or `null` where it is undefined. */
export function metricText(name: MetricName, metrics: Metrics, { numbers }: Pick<Voice, 'numbers'>): string | null {
  const value = metrics[name]
  if (value === null) return null
  if (name === 'offTopOne') {
    const off = metrics.offTopOne
    if (off === null) return null
    const expected = off.expected === null ? '' : `, expected ${numbers.percent(off.expected)}`
    const z = off.z === null ? '' : `, z ${numbers.number(off.z, 1)}`
    return `${numbers.percent(off.observed)}${expected}${z}`
  }
  const sign = boundSign(name, metrics)
  if (Array.isArray(value)) return `${sign}${numbers.interval(value as [number, number])}`
  if (typeof value !== 'number') return null
  if (name === 'tokenCount' || name === 'censoredCount') return numbers.integer(value)
  return sign + (name === 'lowConfidenceRatio' ? numbers.percent(value) : numbers.number(value, name === 'perplexity' ? 2 : 3))
}

const UNITS: Readonly<Partial<Record<MetricName, string>>> = {
  avgLogprob: 'nats a token',
  sumLogprob: 'nats',
  normalizedLogprob: 'nats',
  minLogprob: 'nats',
  tailMeanLogprob: 'nats a token',
  worstWindowLogprob: 'nats a token',
  maxTokenEntropy: 'bits',
  meanTokenEntropy: 'bits',
  surpriseExcess: 'standard errors',
}

/** The band that a value falls into; of an interval, the bands of both ends. */
function bandText(name: MetricName, metrics: Metrics, profile: Profile, voice: Voice): string {
  if (name === 'avgLogprob' && metrics.avgLogprob !== null) {
    const band = bandOf(profile.bands.avgLogprob, metrics.avgLogprob)
    return band === null ? '' : say(voice.messages.bands.avgLogprob, band)
  }
  if ((name === 'maxTokenEntropy' || name === 'meanTokenEntropy') && metrics[name] !== null) {
    const words = metrics[name].map((end) => say(voice.messages.bands.entropy, bandOf(profile.bands.entropy, end) ?? ''))
    return words[0] === words[1] ? (words[0] ?? '') : words.join(' to ')
  }
  return ''
}

/** The metrics of an answer, those that are undefined gathered by their reason. */
export function metricLines(analysis: Analysis, profile: Profile, voice: Voice): readonly string[] {
  const { metrics, reasons } = analysis
  const { messages, style } = voice
  const lines: string[] = []
  const missing = new Map<string, string[]>()
  const nameWidth = Math.max(...SHOWN_METRICS.map((name) => displayWidth(messages.metrics[name].name)))
  for (const name of SHOWN_METRICS) {
    const text = metricText(name, metrics, voice)
    if (text === null) {
      const reason = say(messages.reasons, reasons[name] ?? 'no-evidence')
      missing.set(reason, [...(missing.get(reason) ?? []), explain(messages.metrics, name).name])
      continue
    }
    const band = bandText(name, metrics, profile, voice)
    const unit = UNITS[name] ?? ''
    const note = [unit, band === '' ? '' : `(${band})`].filter((part) => part !== '').join(' ')
    const line = `  ${padEnd(messages.metrics[name].name, nameWidth)}  ${text}`
    if (note !== '' && displayWidth(line) + displayWidth(note) + 2 <= voice.columns) lines.push(`${line}  ${style.dim(note)}`)
    else
      lines.push(
        ...wrap(`${messages.metrics[name].name}  ${text}`, voice.columns - 4).map((piece, i) =>
          i === 0 && displayWidth(line) <= voice.columns ? line : `${i === 0 ? '  ' : '    '}${piece}`,
        ),
      )
  }
  for (const [reason, names] of missing) {
    const text = `not available: ${names.join(', ')} – ${reason}`
    lines.push(...wrap(text, voice.columns - 4).map((line, i) => style.dim(`  ${i === 0 ? '' : '  '}${line}`)))
  }
  return lines
}
