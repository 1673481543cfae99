/** The script of the demo: what goes wrong when. Times in ms since the traffic began; the script begins again after `CYCLE_MS`. */
import type { DemoVariant } from './recordings.ts'

const SECOND = 1_000

export const CYCLE_MS: number = 300 * SECOND

interface Incident {
  readonly variant: Exclude<DemoVariant, 'usual'>
  readonly project: string
  readonly from: number
  readonly to: number
  /** Share of the project's requests at the beginning and at the end of the incident, 0 to 1. */
  readonly share: readonly [start: number, end: number]
  /** Prompt version that the traffic names meanwhile. */
  readonly promptVersion?: string
}

const INCIDENTS: readonly Incident[] = [
  { variant: 'loop', project: 'bookshop-support', from: 15 * SECOND, to: 30 * SECOND, share: [0.5, 0.5] },
  { variant: 'bad-version', project: 'bookshop-support', from: 60 * SECOND, to: 150 * SECOND, share: [0.9, 0.9], promptVersion: 'v8' },
  { variant: 'drift', project: 'school-facts', from: 120 * SECOND, to: 280 * SECOND, share: [0, 1] },
]

export interface Scene {
  readonly variant: DemoVariant
  readonly promptVersion: string
}

/**
 * What the next request of a project is.
 *
 * @param elapsedMs since the traffic began.
 * @param draw a uniform number in [0, 1).
 */
export function sceneAt(project: string, elapsedMs: number, draw: number): Scene {
  const at = elapsedMs % CYCLE_MS
  for (const { variant, project: where, from, to, share, promptVersion } of INCIDENTS) {
    if (project !== where || at < from || at >= to) continue
    const now = share[0] + ((share[1] - share[0]) * (at - from)) / (to - from)
    if (draw < now) return { variant, promptVersion: promptVersion ?? 'v7' }
  }
  return { variant: 'usual', promptVersion: 'v7' }
}
