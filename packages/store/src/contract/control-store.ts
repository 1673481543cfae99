import type { AlertDelivery, AlertEvent, AlertRecord, AlertRule, AlertState, Label, Profile } from '@logitscope/core'

/** A message to a webhook that must arrive at least once. */
export interface OutboxMessage {
  readonly id: string
  readonly alertId: string
  /** Name of the target in the configuration; addresses and secrets are not stored. */
  readonly target: string
  readonly body: string
  readonly state: AlertDelivery['state']
  readonly attempts: number
  readonly lastError: string | null
  readonly nextAttemptAt: number
  readonly createdAt: number
}

export interface StoredProfile {
  readonly sha256: string
  readonly profile: Profile
  readonly createdAt: number
  /** When it was last made the active one; `null` if never. */
  readonly activatedAt: number | null
  readonly note: string | null
}

/** Scopes of an access key of ours. */
export type Scope = 'ingest' | 'read' | 'admin'

export interface AccessKey {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** SHA-256 of the key; the key itself is never stored. */
  readonly hash: string
  readonly createdAt: number
  readonly revokedAt: number | null
}

/** What people and rules decide: small, changed rarely, never lost. */
export interface ControlStore {
  rules(): Promise<readonly AlertRule[]>
  /** Puts all rules at once; state of rules that are gone goes too. */
  putRules(rules: readonly AlertRule[]): Promise<void>
  alertStates(): Promise<ReadonlyMap<string, AlertState>>
  /** Keeps a rule's new state, its events and the messages they cause, in one transaction. */
  recordAlert(step: {
    readonly ruleId: string
    readonly state: AlertState
    readonly alerts: readonly { readonly id: string; readonly event: AlertEvent; readonly rule: AlertRule }[]
    readonly outbox: readonly OutboxMessage[]
  }): Promise<void>
  /** Newest first. */
  alerts(request: {
    readonly limit: number
    /** Only this one. */
    readonly id?: string
    readonly before?: string
    readonly ruleId?: string
    readonly open?: boolean
  }): Promise<readonly AlertRecord[]>
  acknowledge(alertId: string, at: number, by: string | null): Promise<AlertRecord | null>
  dueMessages(now: number, limit: number): Promise<readonly OutboxMessage[]>
  updateMessage(message: OutboxMessage): Promise<void>
  messages(state: OutboxMessage['state'], limit: number): Promise<readonly OutboxMessage[]>
  /** Adds label events; `unknown` lists ids of traces that are not stored. Undoing is an event with value `null`. */
  addLabels(events: readonly LabelEvent[]): Promise<{ readonly added: number; readonly unknown: readonly string[] }>
  labelsOf(traceId: string): Promise<readonly LabelEvent[]>
  /** The label events of several answers, those without any left out; at most 1 000 ids. */
  labelsOfMany(traceIds: readonly string[]): Promise<ReadonlyMap<string, readonly LabelEvent[]>>
  /** The labels in force (the last event of each trace and source that was not undone), oldest first. */
  labels(request: {
    readonly after?: string
    readonly limit: number
  }): Promise<{ readonly items: readonly Label[]; readonly next: string | null }>
  profiles(): Promise<readonly StoredProfile[]>
  putProfile(profile: Profile, createdAt: number, note: string | null): Promise<StoredProfile>
  activeProfile(): Promise<StoredProfile | null>
  activateProfile(sha256: string, at: number): Promise<StoredProfile | null>
  keys(): Promise<readonly AccessKey[]>
  putKey(key: AccessKey): Promise<void>
  /** Small named documents: drift state, set-up state, review queue draws. `null` deletes. */
  getDocument(name: string): Promise<unknown>
  putDocument(name: string, value: unknown): Promise<void>
  /** Takes or renews a lease; false where another owner holds it. */
  lease(name: string, owner: string, untilMs: number, now: number): Promise<boolean>
  close(): Promise<void>
}

/** A label given or taken back. */
export interface LabelEvent extends Omit<Label, 'value'> {
  /** `null`: the label of this source is taken back. */
  readonly value: Label['value'] | null
}
