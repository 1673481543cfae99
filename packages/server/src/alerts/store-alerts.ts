import { isQuiet, type AlertEvent, type AlertRule, type StoreTrouble, type WindowObservation } from '@logitscope/core'
import type { SetAsideNote } from '@logitscope/store'
import { createHash } from 'node:crypto'
import type { StoreCondition } from '../ingest/protocol.ts'

/** What is wrong with a store of a condition; `null` where it works, or is only being opened. */
export function troubleOf({ condition, detail }: { readonly condition: StoreCondition; readonly detail: string }): StoreTrouble | null {
  return condition === 'ok' || condition === 'opening' ? null : { kind: condition, detail, file: null }
}

/** What a rule on the store looks at. */
export function observeStore(store: StoreTrouble | null): WindowObservation {
  return { traffic: 0, evidence: 0, dropped: 0, measured: null, baseline: null, store }
}

/** The id of the alert that a rule makes of a file that was set aside: the same for the same file, so that it is not told twice. */
export function setAsideAlertId({ file }: SetAsideNote, rule: AlertRule): string {
  return `set-aside-${createHash('sha256')
    .update(JSON.stringify([file, rule.id]))
    .digest('hex')
    .slice(0, 32)}`
}

export function setAsideEvent({ file, reason, carried }: SetAsideNote, rule: AlertRule, at: number): AlertEvent {
  return {
    kind: 'alert-raised',
    ruleId: rule.id,
    at,
    value: null,
    threshold: null,
    noData: null,
    held: 0,
    store: { kind: 'set-aside', detail: reason, file, carried },
    quiet: rule.quietHours !== undefined && isQuiet(rule.quietHours, at),
  }
}
