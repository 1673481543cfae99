import { z } from 'zod'
import type { RunningDrift } from '../../drift/run-drift.ts'
import { ApiError } from '../problem.ts'
import { route, type Route } from '../route.ts'
import { driftMonitor, driftOverview } from '../schemas/drift.ts'

/** What the monitors of drift learned and found. */
export function driftRoutes(drift: RunningDrift): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/api/drift',
      summary: 'The drift monitors, one for each project: how much of the baseline is there, since when they watch, standing alarms',
      scopes: ['read'],
      answer: { schema: driftOverview, description: 'The monitors, in the order in which they began' },
      handle: () => drift.overview(),
    }),
    route({
      method: 'post',
      path: '/api/drift/{project}/relearn',
      summary: "Learns a project's baseline anew, as after a change that was meant: its alarms end, and promises hold again",
      scopes: ['admin'],
      params: z.strictObject({ project: z.string().min(1).max(1_000) }),
      answer: { schema: driftMonitor, description: 'The monitor, which learns' },
      async handle({ params }) {
        const monitor = await drift.relearn(params.project)
        if (monitor === null) throw new ApiError(404, 'not-found', `no monitor watches a project with the name ${params.project}`)
        return monitor
      },
    }),
  ]
}
