import type { AlertRule } from '@logitscope/core'
import { STARTING_RULES } from '../alerts/starting-rules.ts'

const MINUTE = 60_000

function rule(id: string, name: string, project: string, source: AlertRule['source']): AlertRule {
  return {
    id,
    name,
    enabled: true,
    severity: 'warning',
    scope: { project },
    source,
    forMs: 0,
    minimumCount: 12,
    noData: 'keep',
    regroupMs: 10 * MINUTE,
  }
}

/** The starting rules, and two of the kind that a team would write for its own projects, with windows as short as a demo needs. */
export const DEMO_RULES: readonly AlertRule[] = [
  ...STARTING_RULES,
  rule('bookshop-confidence', 'bookshop-support: mean logprob fell by more than 0.2 nats', 'bookshop-support', {
    kind: 'change',
    measure: { kind: 'mean', metric: 'metrics.avgLogprob' },
    windowMs: MINUTE,
    baselineMs: 2 * MINUTE,
    op: '<',
    value: -0.2,
    resolveValue: -0.05,
  }),
  rule('school-confidence', 'school-facts: mean logprob below −0.8 over two minutes', 'school-facts', {
    kind: 'window',
    measure: { kind: 'mean', metric: 'metrics.avgLogprob' },
    windowMs: 2 * MINUTE,
    op: '<',
    value: -0.8,
    resolveValue: -0.7,
  }),
]
