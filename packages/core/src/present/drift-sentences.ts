import type { DriftAlarm } from '../drift/types.ts'
import { fill, metricPathName, say, type Messages } from './messages/index.ts'
import type { NumberFormat } from './numbers.ts'
import { visibleText } from './visible.ts'

/**
 * What a drift alarm says, in sentences: what changed and by how much, how much of it is mix, and that promises are suspended. Sizes are given
 * without their sign, which the verb has; shares in per cent.
 */
export function driftSentences(alarm: DriftAlarm, messages: Messages, numbers: NumberFormat): readonly string[] {
  const { component, direction, metric, stratum, size, split } = alarm
  const sign = direction === 'down' ? -1 : 1
  const show = (value: number): string => (component === 'mix' ? numbers.percent(value, 1) : numbers.number(value, 3))
  const [low, high] = [sign * size.low, sign * size.high].sort((a, b) => a - b) as [number, number]
  const nameOf = (name: string): string =>
    Object.hasOwn(messages.drift.metrics, name) ? say(messages.drift.metrics, name) : metricPathName(messages, `metrics.${name}`)
  const { withinDown, withinUp, mixDown, mixUp } = messages.drift
  const sentence = component === 'within' ? (direction === 'down' ? withinDown : withinUp) : direction === 'down' ? mixDown : mixUp
  const sentences = [
    fill(sentence, {
      metric: nameOf(metric),
      stratum: visibleText(stratum ?? ''),
      size: show(sign * size.estimate),
      low: show(low),
      high: show(high),
    }),
  ]
  if (split !== null) {
    const signed = (value: number): string => `${value > 0 ? '+' : ''}${numbers.number(value, 3)}`
    const { total, mix, within } = split
    sentences.push(
      fill(messages.drift.split, { metric: nameOf(split.metric), total: signed(total), mix: signed(mix), within: signed(within) }),
    )
  }
  return [...sentences, messages.drift.suspends]
}
