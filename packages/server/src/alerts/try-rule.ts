import {
  evaluateAnswerRule,
  evaluateWindowRule,
  INITIAL_ALERT_STATE,
  measurementsOfSummary,
  type AlertEvent,
  type AlertRule,
  type AnswerFilter,
  type RuleTrial,
} from '@logitscope/core'
import type { ReadOptions, TraceStore } from '@logitscope/store'
import { observeWindow, windowLengthOf } from './observe-window.ts'

const MOST_WINDOWS = 500
const MOST_ANSWERS = 100_000
const PAGE = 1_000
const SHOWN = 50

type Trial = Omit<RuleTrial, 'from' | 'to' | 'raised' | 'repeated' | 'resolved'>

async function tryOnAnswers(
  store: Pick<TraceStore, 'search' | 'window'>,
  rule: AlertRule,
  from: number,
  to: number,
  options: ReadOptions,
): Promise<Trial> {
  let state = INITIAL_ALERT_STATE
  let cursor: string | undefined
  let looked = 0
  let met = 0
  const events: AlertEvent[] = []
  const filter: AnswerFilter = { ...rule.scope, from, to }
  do {
    const page = await store.search(
      { filter, sort: { by: 'startedAt', direction: 'ascending' }, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
      options,
    )
    for (const answer of page.items) {
      const step = evaluateAnswerRule(rule, state, measurementsOfSummary(answer), answer.id, answer.startedAt)
      if (step.events.length > 0 || step.state.held > state.held) met += 1
      state = step.state
      events.push(...step.events)
    }
    looked += page.items.length
    cursor = page.next ?? undefined
  } while (cursor !== undefined && looked < MOST_ANSWERS)
  return { looked, met, events, cut: cursor !== undefined }
}

async function tryOnWindows(
  store: Pick<TraceStore, 'search' | 'window'>,
  rule: AlertRule,
  from: number,
  to: number,
  options: ReadOptions,
): Promise<Trial> {
  const length = windowLengthOf(rule) ?? 0
  // A quarter of the window is fine enough to see each state that lasts; a long range is looked at in coarser steps, and said to be cut.
  const wanted = Math.max(60_000, length / 4)
  const stepMs = Math.max(wanted, (to - from) / MOST_WINDOWS)
  let state = INITIAL_ALERT_STATE
  let looked = 0
  const events: AlertEvent[] = []
  for (let at = from + stepMs; at <= to; at += stepMs) {
    const observation = await observeWindow(store, rule, at, () => 0, options)
    const step = evaluateWindowRule(rule, state, observation, at)
    state = step.state
    events.push(...step.events)
    looked += 1
  }
  return { looked, met: null, events, cut: stepMs > wanted }
}

/**
 * Puts a rule to the answers stored in [from, to): answers one by one in the order of their beginning, imports included; windows step by
 * step by the time of receipt, imports left out, as the rule would be evaluated live. Captures dropped in the past are not known.
 */
export async function tryRule(
  store: Pick<TraceStore, 'search' | 'window'>,
  rule: AlertRule,
  range: { readonly from: number; readonly to: number },
  options: ReadOptions = {},
): Promise<RuleTrial> {
  const enabled = { ...rule, enabled: true }
  const { from, to } = range
  const trial = await (rule.source.kind === 'answer' ? tryOnAnswers : tryOnWindows)(store, enabled, from, to, options)
  const count = (kind: AlertEvent['kind']): number => trial.events.filter((event) => event.kind === kind).length
  return {
    ...trial,
    from,
    to,
    raised: count('alert-raised'),
    repeated: count('alert-repeated'),
    resolved: count('alert-resolved'),
    events: trial.events.slice(-SHOWN).reverse(),
  }
}
