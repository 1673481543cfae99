import type { GroupScope } from '@logitscope/core'
import type { ProjectMonitor } from './project-monitor.ts'

/** A monitor as it is kept. Strings that it holds of answers: trace ids of examples, and the sessions of the open hour. */
interface MonitorDocument extends Omit<ProjectMonitor, 'scopes' | 'told'> {
  readonly schema: 1
  readonly scopes: readonly (readonly [key: string, scope: Required<GroupScope>])[]
  readonly told: readonly string[]
}

export const documentName = (order: number): string => `drift/monitor-${order}`

/** A monitor as JSON text: a text of some megabytes is handed to the store's thread in less than half the time that the objects take. */
export function documentOf(monitor: ProjectMonitor): string {
  return JSON.stringify({ ...monitor, schema: 1, scopes: [...monitor.scopes], told: [...monitor.told] } satisfies MonitorDocument)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The monitor that was kept; `null` where there is none, or one that this version does not read: its baseline is then learned anew. */
export function monitorOf(text: unknown, order: number): ProjectMonitor | null {
  const document = typeof text === 'string' ? parsed(text) : null
  if (typeof document !== 'object' || document === null) return null
  const { schema, state: kept } = document as { readonly schema?: unknown; readonly state?: { readonly schema?: unknown } }
  if (schema !== 1 || kept?.schema !== 2) return null
  const { project, generation, answers, lastAnswerAt, scopes, hasMoreScopes, told, state } = document as MonitorDocument
  return { project, order, generation, answers, lastAnswerAt, scopes: new Map(scopes), hasMoreScopes, told: new Set(told), state }
}
