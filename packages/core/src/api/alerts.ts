import type { AlertEvent, AlertRule } from '../alerts/types.ts'
import type { AlertRecord } from './live.ts'

/** `GET /alerts?open=true&ruleId=&limit=&before=`: newest first; `next` is the `before` of the following page, `null` at the end. */
export interface AlertPage {
  readonly items: readonly AlertRecord[]
  readonly next: string | null
}

/** `POST /alerts/:id/acknowledge`, answered with the `AlertRecord`. */
export interface AcknowledgeRequest {
  readonly by?: string | null
}

/** `GET /alert-rules`, and the body and answer of `PUT /alert-rules`: all rules at once. */
export interface AlertRuleList {
  readonly items: readonly AlertRule[]
}

/** `POST /alert-rules/try`: how often would it have fired in [from, to)? Epoch ms. */
export interface RuleTrialRequest {
  readonly rule: AlertRule
  readonly from: number
  readonly to: number
}

/** How often a rule would have fired on what is stored. */
export interface RuleTrial {
  /** Epoch ms. */
  readonly from: number
  readonly to: number
  /** Answers looked at, or windows. */
  readonly looked: number
  readonly raised: number
  readonly repeated: number
  readonly resolved: number
  /** Answers that met the condition, those held back by the regroup interval included; `null` for rules on windows. */
  readonly met: number | null
  /** The last events, newest first. */
  readonly events: readonly AlertEvent[]
  /** Not all of the range could be looked at. */
  readonly cut: boolean
}
