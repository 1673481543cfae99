import { isQuiet, type AlertEvent, type AlertRule, type AlertScope, type DriftAlarm, type GroupScope } from '@logitscope/core'
import { createHash } from 'node:crypto'

/** An alarm of a project's monitor, and the kinds of answers that it is about. */
export interface DriftFinding {
  readonly project: string
  /** How often the baseline was learned anew before: the same change after that is another finding. */
  readonly generation: number
  readonly alarm: DriftAlarm
  readonly scopes: readonly Required<GroupScope>[]
}

/** Whether a rule looks at a finding: its project, and some of the kinds of answers in it. */
export function isDriftInScope(scope: AlertScope, { project, scopes }: DriftFinding): boolean {
  const { project: wanted, model, promptVersion, language } = scope
  if (wanted !== undefined && wanted !== project) return false
  if (model === undefined && promptVersion === undefined && language === undefined) return true
  return scopes.some(
    (one) =>
      (model === undefined || model === one.model) &&
      (promptVersion === undefined || promptVersion === one.template) &&
      (language === undefined || language === one.language),
  )
}

/** The id of the alert that a rule makes of a finding: the same for the same alarm, so that it is not told twice. */
export function driftAlertId({ project, generation, alarm }: DriftFinding, rule: AlertRule): string {
  const { component, metric, stratum } = alarm
  const what = JSON.stringify([project, generation, component, metric, stratum, rule.id])
  return `drift-${createHash('sha256').update(what).digest('hex').slice(0, 32)}`
}

export function driftEvent({ project, alarm }: DriftFinding, rule: AlertRule, at: number): AlertEvent {
  return {
    kind: 'alert-raised',
    ruleId: rule.id,
    at,
    value: alarm.size.estimate,
    threshold: null,
    noData: null,
    held: 0,
    drift: { project, alarm },
    quiet: rule.quietHours !== undefined && isQuiet(rule.quietHours, at),
  }
}
