import { evaluateCondition, type Measured } from '../profile/condition.ts'
import { isQuiet } from './quiet-hours.ts'
import type { AlertEvent, AlertRule, AlertSource, AlertState, AlertStep, NoDataReason, WindowObservation } from './types.ts'

/** The state of a rule that was never evaluated. */
export const INITIAL_ALERT_STATE: AlertState = { status: 'ok', since: 0, notifiedAt: null, held: 0 }

type Comparable = Extract<AlertSource, { readonly op: string }>

type Reading =
  | { readonly state: 'fires' | 'clear'; readonly value: number | null; readonly threshold: number | null }
  /** Neither fires nor clears: between the threshold and the resolve threshold. */
  | { readonly state: 'between'; readonly value: number; readonly threshold: number }
  | { readonly state: 'no-data'; readonly reason: NoDataReason }

/** Why a window says nothing. Dropped captures come first: an empty window is then our own doing. */
function noDataReason(observation: WindowObservation): NoDataReason {
  if (observation.dropped > 0 && observation.traffic === 0) return 'captures-dropped'
  if (observation.traffic === 0) return 'no-traffic'
  return observation.evidence === 0 ? 'no-evidence' : 'too-few'
}

function readComparison(source: Comparable, value: number): Reading {
  const condition = { metric: '', op: source.op }
  if (evaluateCondition({ ...condition, value: source.value }, value) === 'fires') return { state: 'fires', value, threshold: source.value }
  const resolveAt = source.resolveValue ?? source.value
  const holds = evaluateCondition({ ...condition, value: resolveAt }, value) === 'fires'
  return { state: holds ? 'between' : 'clear', value, threshold: source.value }
}

function read(rule: AlertRule, observation: WindowObservation): Reading {
  const { source } = rule
  switch (source.kind) {
    case 'answer':
    case 'drift':
      return { state: 'clear', value: null, threshold: null }
    case 'store':
      return { state: (observation.store ?? null) === null ? 'clear' : 'fires', value: null, threshold: null }
    case 'silence': {
      const heard = source.of === 'traffic' ? observation.traffic : observation.evidence
      // Silence that we made ourselves by dropping captures is not the upstream's silence.
      if (heard === 0 && observation.dropped > 0) return { state: 'no-data', reason: 'captures-dropped' }
      if (heard === 0 && source.of === 'evidence' && observation.traffic === 0) return { state: 'no-data', reason: 'no-traffic' }
      return { state: heard === 0 ? 'fires' : 'clear', value: heard, threshold: 0 }
    }
    case 'dropped':
      return { state: observation.dropped > source.value ? 'fires' : 'clear', value: observation.dropped, threshold: source.value }
    case 'window': {
      const { measured } = observation
      if (measured === null || measured.count < rule.minimumCount) return { state: 'no-data', reason: noDataReason(observation) }
      return readComparison(source, measured.value)
    }
    case 'change': {
      const { measured, baseline } = observation
      if (measured === null || baseline === null || measured.count < rule.minimumCount || baseline.count < rule.minimumCount) {
        return { state: 'no-data', reason: noDataReason(observation) }
      }
      return readComparison(source, measured.value - baseline.value)
    }
  }
}

function settle(
  rule: AlertRule,
  reading: Reading,
  status: AlertState['status'],
): { readonly fires: boolean; readonly noData: NoDataReason | null } {
  if (reading.state !== 'no-data')
    return { fires: reading.state === 'fires' || (reading.state === 'between' && status === 'raised'), noData: null }
  const fires = rule.noData === 'fire' || (rule.noData === 'keep' && status !== 'ok')
  return { fires, noData: reading.reason }
}

/**
 * One evaluation of a rule that watches a window, at `nowMs`.
 *
 * The rule is raised once it has fired for `forMs`, repeated every `regroupMs` while it goes on, and resolved when it is clear: past the
 * resolve threshold where there is one. A window that says nothing follows the no-data policy, and the event says why: no traffic, no evidence,
 * captures dropped, or too few answers. Pure: state in, state out.
 */
export function evaluateWindowRule(rule: AlertRule, state: AlertState, observation: WindowObservation, nowMs: number): AlertStep {
  if (!rule.enabled) return { state: INITIAL_ALERT_STATE, events: [] }
  const reading = read(rule, observation)
  const { fires, noData } = settle(rule, reading, state.status)
  const measured = reading.state === 'no-data' ? { value: null, threshold: null } : { value: reading.value, threshold: reading.threshold }
  const quiet = rule.quietHours !== undefined && isQuiet(rule.quietHours, nowMs)
  const store = observation.store ?? null
  const event = (kind: AlertEvent['kind']): AlertEvent => ({
    kind,
    ruleId: rule.id,
    at: nowMs,
    ...measured,
    noData,
    held: 0,
    ...(rule.source.kind === 'store' && store !== null ? { store } : {}),
    quiet,
  })
  if (!fires) {
    if (state.status !== 'raised') return { state: state.status === 'ok' ? state : { ...state, status: 'ok', since: nowMs }, events: [] }
    return { state: { ...state, status: 'ok', since: nowMs, held: 0 }, events: [event('alert-resolved')] }
  }
  if (state.status === 'raised') {
    if (state.notifiedAt !== null && nowMs - state.notifiedAt < rule.regroupMs) return { state, events: [] }
    return { state: { ...state, notifiedAt: nowMs }, events: [event('alert-repeated')] }
  }
  const since = state.status === 'pending' ? state.since : nowMs
  if (nowMs - since < rule.forMs) return { state: { ...state, status: 'pending', since }, events: [] }
  return { state: { status: 'raised', since: nowMs, notifiedAt: nowMs, held: 0 }, events: [event('alert-raised')] }
}

/**
 * One answer put to a rule that watches single answers. The first answer that meets the condition raises an event; further ones within
 * `regroupMs` are held and counted in the next event. A value that is unknown or undecided does not fire.
 */
export function evaluateAnswerRule(
  rule: AlertRule,
  state: AlertState,
  measurements: (metric: string) => Measured,
  traceId: string,
  nowMs: number,
): AlertStep {
  if (!rule.enabled || rule.source.kind !== 'answer') return { state, events: [] }
  const { condition } = rule.source
  const measured = measurements(condition.metric)
  if (evaluateCondition(condition, measured) !== 'fires') return { state, events: [] }
  if (state.notifiedAt !== null && nowMs - state.notifiedAt < rule.regroupMs)
    return { state: { ...state, held: state.held + 1 }, events: [] }
  const event: AlertEvent = {
    kind: 'alert-raised',
    ruleId: rule.id,
    at: nowMs,
    value: typeof measured === 'number' ? measured : (measured?.[0] ?? null),
    threshold: condition.value,
    noData: null,
    held: state.held,
    traceId,
    quiet: rule.quietHours !== undefined && isQuiet(rule.quietHours, nowMs),
  }
  return { state: { status: 'ok', since: nowMs, notifiedAt: nowMs, held: 0 }, events: [event] }
}
