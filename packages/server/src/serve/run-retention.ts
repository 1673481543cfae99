import type { RetentionPolicy, TraceStore } from '@logitscope/store'
import type { RetentionConfig } from '../config/types.ts'

const INTERVAL_MS = 60_000
/** Between two steps, so that capture gets its turn, ms. */
const PAUSE_MS = 50

function limitOf({ maxAgeMs, maxBytes }: { readonly maxAgeMs: number | null; readonly maxBytes: number | null }): {
  readonly maxAgeMs?: number
  readonly maxBytes?: number
} {
  return { ...(maxAgeMs === null ? {} : { maxAgeMs }), ...(maxBytes === null ? {} : { maxBytes }) }
}

function policyOf(config: RetentionConfig): RetentionPolicy | null {
  const projects = Object.entries(config.projects)
  if (config.maxAgeMs === null && config.maxBytes === null && config.maxTotalBytes === null && projects.length === 0) return null
  return {
    ...limitOf(config),
    ...(config.maxTotalBytes === null ? {} : { maxTotalBytes: config.maxTotalBytes }),
    projects: Object.fromEntries(projects.map(([name, limits]) => [name, limitOf(limits)])),
  }
}

/** Deletes once a minute what the configuration no longer keeps, in small steps. Returns how to stop it. */
export function runRetention(
  config: RetentionConfig,
  store: () => TraceStore,
  options: { readonly now: () => number; readonly onFailure: (error: unknown) => void },
): () => void {
  const policy = policyOf(config)
  if (policy === null) return () => undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const plan = (ms: number): void => {
    if (!stopped) timer = setTimeout(() => void step(), ms).unref()
  }
  const step = async (): Promise<void> => {
    try {
      const { more } = await store().retain(policy, options.now())
      plan(more ? PAUSE_MS : INTERVAL_MS)
    } catch (error) {
      options.onFailure(error)
      plan(INTERVAL_MS)
    }
  }
  plan(INTERVAL_MS)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
