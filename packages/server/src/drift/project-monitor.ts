import {
  advanceDrift,
  createDriftState,
  DRIFT_DEFAULTS,
  driftBudgetShare,
  pushDrift,
  relearnDrift,
  type DriftAlarm,
  type DriftMonitor,
  type DriftOptions,
  type DriftState,
  type GroupScope,
} from '@logitscope/core'
import { WATCHED, type Observed } from './observe-answer.ts'

/** A project's monitor with what the server keeps beside it. */
export interface ProjectMonitor {
  readonly project: string
  /** Its place among the monitors of the installation, from 0: says its part of the budget. */
  readonly order: number
  /** How often the baseline was learned anew. */
  generation: number
  answers: number
  lastAnswerAt: number | null
  /** Kinds of answers seen, by key; beyond the limit they are not told apart. */
  readonly scopes: Map<string, Required<GroupScope>>
  hasMoreScopes: boolean
  /** Alarms that were put to the rules. */
  readonly told: Set<string>
  readonly state: DriftState
}

const HOUR_MS = 3_600_000
const MOST_SCOPES = 200
/** Sessions of one hour told apart at most, so that a monitor stays within some megabytes. */
const MOST_SESSIONS = 20_000
/** Traffic that gives no baseline within half a year is looked at afresh. */
const MOST_LEARNING_HOURS = 26 * 168
/** A capture may wait a little before it is stored: an hour is closed by the clock that much later. */
const GRACE_MS = 2 * 60_000

const optionsOf = (order: number): Partial<DriftOptions> => ({
  ...WATCHED,
  budget: DRIFT_DEFAULTS.budget * driftBudgetShare(order),
  sessionsLimit: MOST_SESSIONS,
})

export function createProjectMonitor(project: string, order: number): ProjectMonitor {
  return {
    project,
    order,
    generation: 0,
    answers: 0,
    lastAnswerAt: null,
    scopes: new Map(),
    hasMoreScopes: false,
    told: new Set(),
    state: createDriftState(optionsOf(order)),
  }
}

/** Takes an answer; returns the alarms that the end of the hour before raised. */
export function takeObserved(monitor: ProjectMonitor, { scope, observation }: Observed): readonly DriftAlarm[] {
  const { scopes } = monitor
  monitor.answers += 1
  monitor.lastAnswerAt = Math.max(monitor.lastAnswerAt ?? 0, observation.at)
  if (!scopes.has(observation.stratum)) {
    if (scopes.size < MOST_SCOPES) scopes.set(observation.stratum, scope)
    else monitor.hasMoreScopes = true
  }
  return pushDrift(monitor.state, observation)
}

/** Closes the open hour where it is over; returns the alarms that this raises. */
export function advanceMonitor({ state }: ProjectMonitor, nowMs: number): readonly DriftAlarm[] {
  const alarms = advanceDrift(state, nowMs - GRACE_MS)
  const [first] = state.hours
  if (state.streams === null && first !== undefined && nowMs / HOUR_MS - first.hour > MOST_LEARNING_HOURS) relearnDrift(state)
  return alarms
}

/** Forgets baseline and alarms: what comes from now on is what is usual. */
export function relearnMonitor(monitor: ProjectMonitor): void {
  relearnDrift(monitor.state)
  monitor.generation += 1
  monitor.answers = 0
  monitor.scopes.clear()
  monitor.hasMoreScopes = false
  monitor.told.clear()
}

export const alarmsOf = ({ state }: ProjectMonitor): readonly DriftAlarm[] =>
  (state.streams ?? []).flatMap(({ alarm }) => (alarm === null ? [] : [alarm])).sort((a, b) => a.at - b.at)

/** Names an alarm among those of a monitor. */
export const alarmKey = ({ component, metric, stratum }: DriftAlarm): string => JSON.stringify([component, metric, stratum])

function baselineOf({ options, held, hours }: DriftState): NonNullable<DriftMonitor['baseline']> {
  const needed = { hoursNeeded: options.baselineWeeks * 168, blocksNeeded: options.baselineBlocks }
  if (held !== null) {
    const at = held.map((one) => Math.floor(one.at / HOUR_MS))
    const blocks = new Set(held.map(({ session, traceId, stratum }, i) => JSON.stringify([at[i], session ?? traceId, stratum])))
    return { ...needed, hours: held.length === 0 ? 0 : Math.max(...at) + 1 - Math.min(...at), blocks: blocks.size }
  }
  const [first] = hours
  const last = hours[hours.length - 1]
  const blocks = hours.flatMap(({ strata }) => Object.values(strata)).reduce((sum, one) => sum + one.blocks, 0)
  return { ...needed, hours: first === undefined || last === undefined ? 0 : last.hour + 1 - first.hour, blocks }
}

/** How a monitor stands, for people. */
export function describeMonitor(monitor: ProjectMonitor): DriftMonitor {
  const { project, state, answers, lastAnswerAt } = monitor
  const { streams, options, watchedFrom, strata, late, leftOut } = state
  const alarms = alarmsOf(monitor)
  const within = streams?.flatMap(({ component, metric }) => (component === 'within' ? [metric] : []))
  return {
    project,
    state: streams === null ? 'learning' : alarms.length > 0 ? 'drifted' : 'watching',
    baseline: streams === null ? baselineOf(state) : null,
    watchedSince: watchedFrom === null ? null : watchedFrom * HOUR_MS,
    metrics: within ?? options.metrics,
    strata: [...strata],
    alarms,
    answers,
    late,
    leftOut,
    lastAnswerAt,
    budget: options.budget,
  }
}
