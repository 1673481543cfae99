/** From a request's target to the upstream that it is for. */
import type { Upstream } from '../upstream/upstream.ts'

export type Target =
  /** `path`: what the upstream is asked for, with the query, as it came. */
  | { readonly kind: 'upstream'; readonly upstream: Upstream; readonly path: string }
  | { readonly kind: 'refused'; readonly status: 400 | 404 | 503; readonly code: string; readonly message: string }

const refused = (status: 400 | 404 | 503, code: string, message: string): Target => ({ kind: 'refused', status, code, message })

/** A path that climbs (`/../`), also written with escapes or backslashes: forwarded raw, it would leave the upstream's base address. */
const CLIMBS = /(?:^|\/|\\|%2f|%5c)(?:\.|%2e){1,2}(?:\/|\\|%2f|%5c|$)/i

/** What stands behind `prefix`, with its slash or query; `null` where the target begins otherwise. */
function behind(target: string, prefix: string): string | null {
  if (!target.startsWith(prefix)) return null
  const next = target[prefix.length]
  return next === undefined || next === '/' || next === '?' ? target.slice(prefix.length) : null
}

const UPSTREAMS = '/upstreams/'

/** Whether a target is the gateway's. Absolute ones (`http://…`) are too: it refuses them. */
export function isGatewayTarget(target: string): boolean {
  return behind(target, '/v1') !== null || target.startsWith(UPSTREAMS) || !target.startsWith('/')
}

/**
 * Behind `/upstreams/NAME` may stand what a client of the upstream adds to its base address, or the path that it would ask for: where the base
 * ends in `/v1`, `/upstreams/NAME/chat/completions` and `/upstreams/NAME/v1/chat/completions` are the same.
 */
export function resolveTarget(target: string, upstreams: readonly Upstream[]): Target {
  if (!target.startsWith('/'))
    return refused(400, 'absolute-target', 'this is a gateway, not a proxy: ask for a path such as /v1/chat/completions')
  const query = target.indexOf('?')
  const plain = query < 0 ? target : target.slice(0, query)
  if (CLIMBS.test(plain) || plain.includes('\\') || target.includes('#'))
    return refused(400, 'bad-path', 'a path with dot segments, backslashes or a fragment is not forwarded')
  const rest = behind(target, '/v1')
  if (rest !== null) {
    const [upstream] = upstreams
    return upstream === undefined
      ? refused(503, 'no-upstream', 'no upstream is configured: start with --upstream URL')
      : { kind: 'upstream', upstream, path: upstream.basePath + rest }
  }
  const name = /^\/upstreams\/([^/?]+)/.exec(target)?.[1] ?? ''
  const upstream = upstreams.find((candidate) => candidate.name === name)
  if (upstream === undefined) return refused(404, 'unknown-upstream', 'no upstream of that name is configured')
  const after = target.slice(UPSTREAMS.length + name.length)
  const isWhole = upstream.basePath.endsWith('/v1') && behind(after, '/v1') !== null
  return { kind: 'upstream', upstream, path: upstream.basePath + (isWhole ? after.slice(3) : after) || '/' }
}
