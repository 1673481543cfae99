import type { AccessKey, Scope } from '@logitscope/store'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { ServerConfig } from '../config/types.ts'
import { isLoopback } from './check-origin.ts'
import { createSessions, SESSION_COOKIE, type Sessions } from './sessions.ts'

export const KEY_HEADER = 'x-logitscope-key'
const ALL: readonly Scope[] = ['ingest', 'read', 'admin']
/** Longer than any key of ours. */
const LONGEST_KEY = 512

interface KnownKey {
  readonly hash: Buffer
  readonly scopes: readonly Scope[]
}

/** Headers of a request, in Node's form or the standard one. */
export interface HeaderSource {
  readonly get: (name: string) => string | null
}

export interface Access {
  /** Whether a caller needs a key at all. */
  readonly keyRequired: boolean
  readonly scopesOf: (headers: HeaderSource) => readonly Scope[]
  /** The scopes of the key alone, whatever cookie comes with it. */
  readonly scopesOfKey: (key: string | null) => readonly Scope[]
  readonly sessions: Sessions
  /** Takes over the keys that the store holds. */
  readonly useStoredKeys: (keys: readonly AccessKey[]) => void
  /** The pages are reached by TLS alone: their cookie is sent by nothing else. */
  readonly tlsOnly: boolean
  /** A key of this run, for what the server sends to itself. */
  readonly ownKey: string
}

type Reach = Pick<ServerConfig, 'host'> & Partial<Pick<ServerConfig, 'publicUrl'>>

/** What others can reach the server by; `null` where only this machine can. */
function reachedBy({ host, publicUrl = null }: Reach): string | null {
  if (!isLoopback(host)) return `host ${host}`
  return publicUrl === null || isLoopback(new URL(publicUrl).hostname) ? null : `the public URL ${publicUrl}`
}

/** Why a server may not start as it is configured; `null` where it may. */
export function accessProblem(config: Reach & Pick<ServerConfig, 'keys'>): string | null {
  const reach = reachedBy(config)
  if (reach === null || config.keys.length > 0) return null
  return `${reach} can be reached from other machines, so a key is required: set one (keys in the configuration file, or LOGITSCOPE_KEY), ${isLoopback(config.host) ? 'or leave the public URL out' : 'or bind to 127.0.0.1'}`
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The value of a cookie; the first counts. */
function cookieOf(header: string | null, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return null
}

/**
 * Who may do what. Loopback needs no key, unless keys are configured or the server holds the key of an upstream, which anyone who reaches the port
 * could spend. Keys are compared by their SHA-256 in constant time.
 */
export function createAccess(
  config: Reach & Pick<ServerConfig, 'keys' | 'upstreams'>,
  options: { readonly now: () => number; readonly randomToken: () => string },
): Access {
  const holdsUpstreamKey = config.upstreams.some(({ keyVariable }) => keyVariable !== null)
  const keyRequired = reachedBy(config) !== null || config.keys.length > 0 || holdsUpstreamKey
  const ownKey = options.randomToken()
  const configured: readonly KnownKey[] = [
    ...config.keys.map(({ sha256: hash, scopes }) => ({ hash: Buffer.from(hash, 'hex'), scopes })),
    { hash: sha256(ownKey), scopes: ['ingest'] },
  ]
  let stored: readonly KnownKey[] = []
  const sessions = createSessions(options)

  const scopesOfKey = (key: string | null): readonly Scope[] => {
    if (key === null || key === '' || key.length > LONGEST_KEY) return []
    const hash = sha256(key)
    let scopes: readonly Scope[] = []
    // Every key is compared, so that the time says nothing of which one fits.
    for (const known of [...configured, ...stored])
      if (known.hash.length === hash.length && timingSafeEqual(known.hash, hash)) scopes = known.scopes
    return scopes
  }

  return {
    keyRequired,
    ownKey,
    tlsOnly: config.publicUrl?.startsWith('https:') === true,
    sessions,
    scopesOfKey,
    scopesOf(headers) {
      if (!keyRequired) return ALL
      const key = headers.get(KEY_HEADER)
      if (key !== null) return scopesOfKey(key)
      return sessions.scopesOf(cookieOf(headers.get('cookie'), SESSION_COOKIE))
    },
    useStoredKeys(keys) {
      stored = keys.filter(({ revokedAt }) => revokedAt === null).map(({ hash, scopes }) => ({ hash: Buffer.from(hash, 'hex'), scopes }))
    },
  }
}
