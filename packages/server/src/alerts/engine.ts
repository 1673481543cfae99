import {
  evaluateAnswerRule,
  evaluateWindowRule,
  INITIAL_ALERT_STATE,
  measurementsOfSummary,
  uuidv7,
  type AlertEvent,
  type AlertRecord,
  type AlertRule,
  type AlertScope,
  type AlertState,
  type AnswerSummary,
  type StoreTrouble,
} from '@logitscope/core'
import { SET_ASIDE_DOCUMENT, type ControlStore, type OutboxMessage, type SetAsideNote, type TraceStore } from '@logitscope/store'
import { createDropLog } from './drop-log.ts'
import { driftAlertId, driftEvent, isDriftInScope, type DriftFinding } from './drift-alerts.ts'
import { OFFERED, openRules, RULES_WERE_PUT } from './first-rules.ts'
import { observeWindow, windowLengthOf } from './observe-window.ts'
import { STARTING_RULES } from './starting-rules.ts'
import { observeStore, setAsideAlertId, setAsideEvent } from './store-alerts.ts'

export interface AlertEngineOptions {
  readonly reads: () => Pick<TraceStore, 'window'>
  readonly control: () => Pick<
    ControlStore,
    'rules' | 'putRules' | 'alertStates' | 'alerts' | 'recordAlert' | 'getDocument' | 'putDocument'
  >
  /** Rules put where none were ever kept; default: the starting ones. */
  readonly firstRules?: readonly AlertRule[]
  readonly now: () => number
  readonly random: () => number
  /** Captures dropped since the start. */
  readonly dropped: () => number
  /** What is wrong with the store now; `null` where nothing is. */
  readonly store?: () => StoreTrouble | null
  /** Messages to webhooks that an event causes. */
  readonly messagesFor: (alert: {
    readonly id: string
    readonly event: AlertEvent
    readonly rule: AlertRule
  }) => Promise<readonly OutboxMessage[]>
  readonly publish: (alert: AlertRecord) => void
  /** Something failed that a person should know of; the engine goes on. */
  readonly onError: (what: string, error: unknown) => void
}

export interface AlertEngine {
  /** Reads rules and states; the starting rules are put where no rules were ever kept, later ones where the store never had them. */
  readonly start: () => Promise<void>
  readonly rules: () => readonly AlertRule[]
  readonly setRules: (rules: readonly AlertRule[]) => Promise<void>
  /** Puts answers that were just stored to the rules on single answers; imports are left out. */
  readonly takeAnswers: (answers: readonly AnswerSummary[]) => Promise<void>
  /**
   * Puts a drift alarm to the rules on drift. It is told once, also where it comes again after a restart. Rejects where it cannot be kept: it is to
   * be handed in again.
   */
  readonly takeDrift: (finding: DriftFinding) => Promise<void>
  /** Evaluates the rules on windows as of now. */
  readonly tick: () => Promise<void>
  /** The store changed its state, or is a new one: puts that to the rules on the store. A file that was set aside is told once. */
  readonly lookAtStore: () => Promise<void>
  /** Alerts of the store that it could not take itself, newest first. They are written down when it can. */
  readonly unwritten: () => readonly AlertRecord[]
  readonly states: () => ReadonlyMap<string, AlertState>
  /** Events since the start, by kind and severity. */
  readonly counts: () => ReadonlyMap<string, number>
}

const WINDOW_DEADLINE_MS = 5_000
/** Alerts that wait for a store that takes none; beyond them the oldest are let go. */
const MOST_WAITING = 100

interface WaitingStep {
  readonly step: Parameters<ControlStore['recordAlert']>[0]
  readonly records: readonly AlertRecord[]
}

/** Whether a rule looks at an answer. */
export function isInScope(scope: AlertScope, answer: Pick<AnswerSummary, 'project' | 'model' | 'promptVersion' | 'language'>): boolean {
  return (
    (scope.project === undefined || scope.project === answer.project) &&
    (scope.model === undefined || scope.model === answer.model) &&
    (scope.promptVersion === undefined || scope.promptVersion === (answer.promptVersion ?? '')) &&
    (scope.language === undefined || scope.language === answer.language)
  )
}

/**
 * Keeps the rules, puts answers and windows to them, and writes what they say down with their new state before anyone is told: an alert
 * is not lost in a restart, and not told twice. Rules are evaluated one after the other.
 */
export function createAlertEngine(options: AlertEngineOptions): AlertEngine {
  const { now, random, control, onError } = options
  const drops = createDropLog()
  const counts = new Map<string, number>()
  let rules: readonly AlertRule[] = []
  let states = new Map<string, AlertState>()
  /** States that only count held answers: written with the next tick, not with every answer. */
  const unwritten = new Set<string>()
  /** What rules on the store found while it could not be written. */
  const waiting: WaitingStep[] = []
  /** The file whose setting aside is known; `undefined` before the start. */
  let knownAside: string | null | undefined
  let isAsideTold = true
  /** The starting rules that were offered, for a file that has to be told again. */
  let offered: unknown = null
  let turn: Promise<void> = Promise.resolve()

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = turn.then(work)
    turn = next.catch(() => undefined)
    return next
  }

  async function keep(
    rule: AlertRule,
    state: AlertState,
    events: readonly AlertEvent[],
    idOf: (event: AlertEvent) => string = (event) => uuidv7(event.at, random),
    mayWait = false,
  ): Promise<void> {
    const alerts = events.map((event) => ({ id: idOf(event), event, rule }))
    const messages = await Promise.all(alerts.map((alert) => options.messagesFor(alert)))
    const records = alerts.map((alert, index) => {
      const deliveries = (messages[index] ?? []).map(({ target, state: delivery, attempts, lastError, nextAttemptAt }) => ({
        target,
        state: delivery,
        attempts,
        lastError,
        nextAttemptAt,
      }))
      return { ...alert, acknowledgedAt: null, acknowledgedBy: null, deliveries }
    })
    await record({ step: { ruleId: rule.id, state, alerts, outbox: messages.flat() }, records }, mayWait)
    states.set(rule.id, state)
    unwritten.delete(rule.id)
    for (const alert of records) {
      const key = `${alert.event.kind} ${rule.severity}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      options.publish(alert)
    }
  }

  /** Writes a step down. One of a rule on the store may wait until the store can be written, in the order in which they came. */
  async function record(made: WaitingStep, mayWait: boolean): Promise<void> {
    try {
      if (waiting.length === 0 || !mayWait) {
        await control().recordAlert(made.step)
        return
      }
    } catch (error) {
      if (!mayWait) throw error
    }
    if (made.records.length > 0) waiting.push(made)
    waiting.splice(0, waiting.length - MOST_WAITING)
  }

  async function writeWaiting(): Promise<void> {
    try {
      for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
        await control().recordAlert(first.step)
        waiting.shift()
      }
    } catch {
      // They go on waiting: that the store takes nothing is what they say.
    }
  }

  async function step(rule: AlertRule, what: string, evaluate: (state: AlertState) => Promise<void>): Promise<void> {
    try {
      await evaluate(states.get(rule.id) ?? INITIAL_ALERT_STATE)
    } catch (error) {
      onError(`alert rule ${rule.id} could not be ${what}`, error)
    }
  }

  const takeAnswer = (rule: AlertRule, answer: AnswerSummary): Promise<void> =>
    step(rule, `put to answer ${answer.id}`, async (before) => {
      const { state, events } = evaluateAnswerRule(rule, before, measurementsOfSummary(answer), answer.id, now())
      if (events.length > 0) await keep(rule, state, events)
      else if (state !== before) {
        states.set(rule.id, state)
        unwritten.add(rule.id)
      }
    })

  const evaluateWindow = (rule: AlertRule, at: number): Promise<void> =>
    step(rule, 'evaluated', async (before) => {
      const observation = await observeWindow(options.reads(), rule, at, drops.between, { deadlineMs: WINDOW_DEADLINE_MS })
      const { state, events } = evaluateWindowRule(rule, before, observation, at)
      if (events.length > 0 || state !== before) await keep(rule, state, events)
    })

  const rulesOnStore = (): readonly AlertRule[] => rules.filter(({ enabled, source }) => enabled && source.kind === 'store')

  const evaluateStore = (rule: AlertRule, at: number): Promise<void> =>
    step(rule, 'evaluated', async (before) => {
      const { state, events } = evaluateWindowRule(rule, before, observeStore(options.store?.() ?? null), at)
      if (events.length > 0 || state !== before) await keep(rule, state, events, undefined, true)
    })

  /** A file begun while the rules are in force, in the place of a damaged one, is given them: it has the starting ones at most. */
  async function keepRulesAgain(note: SetAsideNote): Promise<SetAsideNote> {
    await control().putRules(rules)
    await control().putDocument(RULES_WERE_PUT, true)
    if (offered !== null) await control().putDocument(OFFERED, offered)
    const others = note.carried.filter(({ table }) => table !== 'rules')
    const told = { ...note, carried: [{ table: 'rules', rows: rules.length, isWhole: true } as const, ...others] }
    await control().putDocument(SET_ASIDE_DOCUMENT, told)
    return told
  }

  async function tellSetAside(): Promise<void> {
    isAsideTold = false
    try {
      let note = (await control().getDocument(SET_ASIDE_DOCUMENT)) as SetAsideNote | null
      if (note !== null && knownAside !== undefined && note.file !== knownAside) note = await keepRulesAgain(note)
      knownAside = note?.file ?? null
      for (const rule of note === null ? [] : rulesOnStore()) {
        const id = setAsideAlertId(note!, rule)
        if ((await control().alerts({ limit: 1, id })).length > 0) continue
        await keep(rule, states.get(rule.id) ?? INITIAL_ALERT_STATE, [setAsideEvent(note!, rule, now())], () => id)
      }
      isAsideTold = true
    } catch (error) {
      // It is tried again with every tick. A store that cannot be asked at all says so by its state.
      if ((options.store?.() ?? null) === null) onError('a file that was set aside could not be told of', error)
    }
  }

  async function lookAtStore(isNew: boolean, at: number): Promise<void> {
    await writeWaiting()
    if (isNew || !isAsideTold) await tellSetAside()
    for (const rule of rulesOnStore()) await evaluateStore(rule, at)
  }

  return {
    start: () =>
      inTurn(async () => {
        rules = await openRules(control(), options.firstRules ?? STARTING_RULES)
        states = new Map(await control().alertStates())
        offered = await control().getDocument(OFFERED)
        await lookAtStore(true, now())
      }),
    lookAtStore: () => inTurn(() => lookAtStore(true, now())),
    unwritten: () => waiting.flatMap(({ records }) => records).reverse(),
    rules: () => rules,
    setRules: (next) =>
      inTurn(async () => {
        await control().putRules(next)
        await control().putDocument(RULES_WERE_PUT, true)
        rules = next
        const ids = new Set(next.map((rule) => rule.id))
        for (const id of [...states.keys()]) if (!ids.has(id)) states.delete(id)
      }),
    takeAnswers: (answers) =>
      inTurn(async () => {
        for (const rule of rules) {
          if (!rule.enabled || rule.source.kind !== 'answer') continue
          for (const answer of answers) if (!answer.imported && isInScope(rule.scope, answer)) await takeAnswer(rule, answer)
        }
      }),
    takeDrift: (finding) =>
      inTurn(async () => {
        for (const rule of rules) {
          if (!rule.enabled || rule.source.kind !== 'drift' || !isDriftInScope(rule.scope, finding)) continue
          const id = driftAlertId(finding, rule)
          if ((await control().alerts({ limit: 1, id })).length > 0) continue
          const at = now()
          await keep(rule, { status: 'ok', since: at, notifiedAt: at, held: 0 }, [driftEvent(finding, rule, at)], () => id)
        }
      }),
    tick: () =>
      inTurn(async () => {
        const at = now()
        drops.update(options.dropped(), at)
        await lookAtStore(false, at)
        for (const rule of rules) {
          if (windowLengthOf(rule) !== null) await evaluateWindow(rule, at)
          else if (unwritten.has(rule.id)) await step(rule, 'kept', (state) => keep(rule, state, []))
        }
      }),
    states: () => states,
    counts: () => counts,
  }
}
