import type { AlertEvent, AlertRule } from '../alerts/types.ts'
import type { AnswerSummary, LabelChange } from './answers.ts'

/** An alert as it is kept and shown: the event, the rule as it was then, and what became of it. */
export interface AlertRecord {
  readonly id: string
  readonly event: AlertEvent
  readonly rule: AlertRule
  readonly acknowledgedAt: number | null
  readonly acknowledgedBy: string | null
  /** Webhook deliveries of this event. */
  readonly deliveries: readonly AlertDelivery[]
}

export interface AlertDelivery {
  readonly target: string
  readonly state: 'pending' | 'delivered' | 'dead'
  readonly attempts: number
  readonly lastError: string | null
  readonly nextAttemptAt: number | null
}

/** What `GET /live` sends: SSE events named by `kind`, each with a growing id; `Last-Event-ID` resumes. */
export type LiveEvent =
  | { readonly kind: 'answer-stored'; readonly answer: AnswerSummary }
  | { readonly kind: 'answer-labeled'; readonly label: LabelChange }
  | { readonly kind: 'alert-changed'; readonly alert: AlertRecord }
  | { readonly kind: 'health-changed'; readonly health: StoreHealth }
  /** Events between were lost (the client was too slow or away too long): load again. */
  | { readonly kind: 'gap'; readonly missed: number | null }

/** `GET /health/store` */
export interface StoreHealth {
  readonly state: 'ok' | 'read-only' | 'content-dropped' | 'capture-dropped' | 'unavailable'
  /** Plain words on what is wrong and what to do; "" when all is well. */
  readonly detail: string
  /**
   * When `answers`, `bytes`, `freeBytes`, `oldest` and `newest` were read, epoch ms; `null`: they never were and mean nothing. Where `isStale`,
   * the store did not answer in time and they are those of then.
   */
  readonly measuredAt: number | null
  readonly isStale: boolean
  readonly answers: number
  /** Epoch ms of `startedAt` of the oldest and the newest answer; `null` where there is none. */
  readonly oldest: number | null
  readonly newest: number | null
  /** Bytes on disk. */
  readonly bytes: number
  readonly freeBytes: number | null
  readonly queue: { readonly captures: number; readonly bytes: number; readonly capacityBytes: number }
  /** Since the start, by reason (`queue-full`, `store-unavailable`, `worker-lost`, `too-large`, `disk-low`, …). */
  readonly dropped: Readonly<Record<string, number>>
  readonly captured: number
}
