import {
  DRIFT_DEFAULTS,
  forgetDrift,
  type AnswerSummary,
  type DriftMonitor,
  type DriftOverview,
  type ErasedAnswers,
  type Profile,
  type SuspendedGroup,
} from '@logitscope/core'
import type { ControlStore } from '@logitscope/store'
import type { DriftFinding } from '../alerts/drift-alerts.ts'
import { documentName, documentOf, monitorOf } from './monitor-document.ts'
import { observeAnswer, type Observed } from './observe-answer.ts'
import {
  advanceMonitor,
  alarmKey,
  alarmsOf,
  createProjectMonitor,
  describeMonitor,
  relearnMonitor,
  takeObserved,
  type ProjectMonitor,
} from './project-monitor.ts'
import { suspendedGroups } from './suspended-groups.ts'

export interface DriftRunOptions {
  /** Throws while the store is not open. */
  readonly control: () => Pick<ControlStore, 'getDocument' | 'putDocument'>
  /** Live answers stored before this run began, oldest first: those that no kept monitor has seen are taken again after a kill. */
  readonly stored?: (until: number) => Promise<readonly AnswerSummary[]>
  /** Puts an alarm to the rules; false where that is not possible yet: it is handed in again. */
  readonly tell: (finding: DriftFinding) => Promise<boolean>
  /** Alarms came or went, or became about other answers: what is suspended may have changed. */
  readonly onChange: () => void
  readonly now: () => number
  readonly onError: (what: string, error: unknown) => void
}

export interface RunningDrift {
  /** Takes answers that were just stored. Those that come before what was kept is read wait for it. */
  readonly takeAnswers: (answers: readonly AnswerSummary[]) => void
  /** Closes hours by the clock, puts alarms to the rules, and keeps what changed. */
  readonly tick: () => Promise<void>
  readonly overview: () => DriftOverview
  /** Learns a project's baseline anew; `null` where it has no monitor. Rejects where that cannot be kept now. */
  readonly relearn: (project: string) => Promise<DriftMonitor | null>
  readonly suspended: (profile: Profile, createdAt: number | null) => readonly SuspendedGroup[]
  /** Alarms since the start, and monitors that watch. */
  readonly counts: () => { readonly alarms: number; readonly watching: number }
  /** Forgets erased answers, and keeps the monitors without them. Rejects where they cannot be kept now. */
  readonly forget: (erased: ErasedAnswers) => Promise<void>
  /** Keeps everything a last time. */
  readonly stop: () => Promise<void>
}

const DAY_MS = 24 * 3_600_000
const TICK_MS = 30_000
const SAVE_MS = 5 * 60_000
/** Monitors at most; further projects are counted and not watched. */
export const MOST_MONITORS = 20
/** A project that is silent for so long gives its place to another. */
const IDLE_MS = { learning: 15 * DAY_MS, watching: 60 * DAY_MS }
/** Answers that wait for what was kept at most. */
const MOST_WAITING = 50_000

/** Keeps one drift monitor for each project, by its live answers: bounded in number, each with its part of the false-alarm budget. */
export function runDrift({ control, stored, tell, onChange, now, onError }: DriftRunOptions): RunningDrift {
  const monitors = new Map<string, ProjectMonitor>()
  const savedAt = new Map<ProjectMonitor, number>()
  const changed = new Set<ProjectMonitor>()
  let waiting: Observed[] | null = []
  let unwatchedAnswers = 0
  let alarms = 0
  let failure = ''
  let turn: Promise<unknown> = Promise.resolve()
  const begunAt = now()

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = turn.then(work)
    turn = next.catch(() => undefined)
    return next
  }

  async function save(monitor: ProjectMonitor): Promise<void> {
    changed.delete(monitor)
    try {
      await control().putDocument(documentName(monitor.order), documentOf(monitor))
      savedAt.set(monitor, now())
    } catch (error) {
      changed.add(monitor)
      throw error
    }
  }

  function monitorFor(project: string): ProjectMonitor | null {
    const known = monitors.get(project)
    if (known !== undefined) return known
    const taken = new Set([...monitors.values()].map(({ order }) => order))
    const order = Array.from({ length: MOST_MONITORS }, (_, i) => i).find((i) => !taken.has(i))
    if (order === undefined) return null
    const monitor = createProjectMonitor(project, order)
    monitors.set(project, monitor)
    return monitor
  }

  function take(observed: Observed): boolean {
    const monitor = monitorFor(observed.project)
    if (monitor === null) {
      unwatchedAnswers += 1
      return false
    }
    changed.add(monitor)
    const found = takeObserved(monitor, observed).length
    alarms += found
    return found > 0
  }

  async function load(): Promise<void> {
    if (waiting === null) return
    for (let order = 0; order < MOST_MONITORS; order++) {
      const monitor = monitorOf(await control().getDocument(documentName(order)), order)
      if (monitor !== null) monitors.set(monitor.project, monitor)
    }
    const seen = new Map([...monitors.values()].map(({ project, lastAnswerAt }) => [project, lastAnswerAt ?? -Infinity]))
    for (const answer of (await stored?.(begunAt)) ?? []) {
      const observed = observeAnswer(answer)
      if (observed !== null && observed.observation.at > (seen.get(observed.project) ?? -Infinity)) take(observed)
    }
    const early = waiting
    waiting = null
    early.forEach(take)
    onChange()
  }

  /** Frees the places of projects that nothing comes from any more; a standing alarm keeps its own. */
  async function dropIdle(): Promise<void> {
    for (const monitor of monitors.values()) {
      const { state, lastAnswerAt, order, project } = monitor
      const idle = state.streams === null ? IDLE_MS.learning : IDLE_MS.watching
      if (lastAnswerAt === null || now() - lastAnswerAt < idle || alarmsOf(monitor).length > 0) continue
      await control().putDocument(documentName(order), null)
      monitors.delete(project)
      changed.delete(monitor)
      savedAt.delete(monitor)
    }
  }

  async function tellAlarms(): Promise<void> {
    for (const monitor of monitors.values())
      for (const alarm of alarmsOf(monitor)) {
        const key = alarmKey(alarm)
        if (monitor.told.has(key)) continue
        const { project, generation, scopes } = monitor
        if (!(await tell({ project, generation, alarm, scopes: [...scopes.values()] }))) return
        monitor.told.add(key)
        await save(monitor)
      }
  }

  async function advance(): Promise<void> {
    await load()
    for (const monitor of monitors.values()) {
      const before = monitor.state.open
      alarms += advanceMonitor(monitor, now()).length
      if (monitor.state.open !== before) changed.add(monitor)
    }
    if ([...monitors.values()].some((monitor) => alarmsOf(monitor).length > 0)) onChange()
    await tellAlarms()
    for (const monitor of [...changed]) if (now() - (savedAt.get(monitor) ?? -Infinity) >= SAVE_MS) await save(monitor)
    await dropIdle()
  }

  const tick = (): Promise<void> =>
    inTurn(async () => {
      try {
        await advance()
        failure = ''
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error)
        // Told once, not at every turn of a store that is away.
        if (said !== failure) onError('drift could not be looked at', error)
        failure = said
      }
    })

  const timer = setInterval(() => void tick(), TICK_MS).unref()

  return {
    takeAnswers(answers) {
      let found = false
      for (const answer of answers) {
        const observed = observeAnswer(answer)
        if (observed === null) continue
        if (waiting === null) found = take(observed) || found
        else if (waiting.length < MOST_WAITING) waiting.push(observed)
        else unwatchedAnswers += 1
      }
      if (found) onChange()
      if (found) void tick()
    },
    tick,
    overview: () => ({
      ready: waiting === null,
      budget: DRIFT_DEFAULTS.budget,
      horizonHours: DRIFT_DEFAULTS.horizonHours,
      items: [...monitors.values()].sort((a, b) => a.order - b.order).map(describeMonitor),
      unwatchedAnswers,
    }),
    relearn: (project) =>
      inTurn(async () => {
        await load()
        const monitor = monitors.get(project)
        if (monitor === undefined) return null
        relearnMonitor(monitor)
        onChange()
        await save(monitor)
        return describeMonitor(monitor)
      }),
    forget: (erased) =>
      inTurn(async () => {
        await load()
        for (const monitor of monitors.values()) {
          forgetDrift(monitor.state, erased)
          // Also where nothing was there: what was kept of an hour that is closed by now may name a session.
          await save(monitor)
        }
      }),
    suspended: (profile, createdAt) => suspendedGroups(monitors.values(), profile, createdAt),
    counts: () => ({ alarms, watching: [...monitors.values()].filter(({ state }) => state.streams !== null).length }),
    stop: async () => {
      clearInterval(timer)
      await tick()
      await inTurn(async () => {
        for (const monitor of [...changed]) await save(monitor)
      }).catch((error: unknown) => onError('the drift monitors could not be kept', error))
    },
  }
}
