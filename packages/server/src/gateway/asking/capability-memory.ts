/** Which requests an upstream takes with our parameters, learned from its answers. */

export interface CapabilityMemory {
  readonly look: (key: string) => 'unknown' | 'takes' | 'refuses'
  readonly note: (key: string, takes: boolean) => void
}

export interface CapabilityKey {
  readonly upstream: string
  readonly path: string
  readonly model: string
  readonly streamed: boolean
  readonly tools: boolean
  /** Alternatives asked for. */
  readonly top: number
}

const MOST = 2000
const LONGEST_MODEL = 200

/** What decides whether a server takes our parameters, as one text. */
export function capabilityKey({ upstream, path, model, streamed, tools, top }: CapabilityKey): string {
  const query = path.indexOf('?')
  return [upstream, query < 0 ? path : path.slice(0, query), model.slice(0, LONGEST_MODEL), streamed, tools, top].join('\n')
}

/** Both kinds of knowledge expire: servers are updated. The oldest goes where there is too much. */
export function createCapabilityMemory(now: () => number, refusalMs: number, acceptanceMs = 24 * 60 * 60_000): CapabilityMemory {
  const known = new Map<string, { readonly takes: boolean; readonly until: number }>()
  return {
    look(key) {
      const found = known.get(key)
      if (found === undefined) return 'unknown'
      if (found.until <= now()) {
        known.delete(key)
        return 'unknown'
      }
      return found.takes ? 'takes' : 'refuses'
    },
    note(key, takes) {
      known.delete(key)
      known.set(key, { takes, until: now() + (takes ? acceptanceMs : refusalMs) })
      const [oldest] = known.keys()
      if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    },
  }
}

export interface KeyDecisions {
  /** What was decided for a key before; `undefined` for a new one. */
  readonly look: (key: string) => boolean | undefined
  readonly note: (key: string, asks: boolean) => void
}

const MOST_DECISIONS = 10_000

/** Requests with one idempotency key must stay the same: what was decided for the first holds for all. */
export function createKeyDecisions(): KeyDecisions {
  const made = new Map<string, boolean>()
  return {
    look: (key) => made.get(key),
    note(key, asks) {
      made.set(key, asks)
      const [oldest] = made.keys()
      if (made.size > MOST_DECISIONS && oldest !== undefined) made.delete(oldest)
    },
  }
}
