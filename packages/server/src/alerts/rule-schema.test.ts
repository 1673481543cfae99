import { describe, expect, it } from 'vitest'
import { alertRule, alertRules } from './rule-schema.ts'
import { STARTING_RULES } from './starting-rules.ts'

const [first] = STARTING_RULES
const rule = { ...first, id: 'r' }
const windowed = {
  ...rule,
  source: { kind: 'window', measure: { kind: 'mean', metric: 'metrics.avgLogprob' }, windowMs: 60_000, op: '<', value: -2 },
}

const messages = (given: unknown): string => {
  const result = alertRule.safeParse(given)
  return result.success ? '' : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
}

describe('alertRule', () => {
  it('takes the rules that come with the product as they are', () => {
    expect(alertRules.parse(STARTING_RULES)).toEqual(STARTING_RULES)
  })

  it.each([
    [{ ...rule, source: { kind: 'answer', condition: { metric: 'metrics.charm', op: '<', value: 1 } } }, 'is nothing that is measured'],
    [{ ...rule, source: { kind: 'answer', condition: { metric: 'relative.avgLogprob', op: '<', value: 1 } } }, 'not kept with an answer'],
    [{ ...rule, source: { kind: 'answer', condition: { metric: 'errorRisk', op: '=', value: 1 } } }, 'source.condition.op'],
    [{ ...windowed, source: { ...windowed.source, windowMs: 5 } }, 'a window is at least one minute'],
    [{ ...windowed, source: { ...windowed.source, resolveValue: -3 } }, 'resolves at a higher value'],
    [{ ...windowed, source: { ...windowed.source, value: null } }, 'source.value'],
    [{ ...rule, quietHours: { zone: 'Mars/Olympus', from: '22:00', to: '07:00' } }, 'IANA'],
    [{ ...rule, quietHours: { zone: 'Europe/Istanbul', from: '25:00', to: '07:00' } }, 'HH:MM'],
    [{ ...rule, id: '../x' }, 'an id has letters'],
    [{ ...rule, surprise: true }, 'surprise'],
    [[], 'expected object'],
  ])('says what is wrong with %j', (given, message) => {
    expect(messages(given)).toContain(message)
  })

  it('refuses two rules of one id', () => {
    expect(alertRules.safeParse([rule, rule]).success).toBe(false)
  })
})
