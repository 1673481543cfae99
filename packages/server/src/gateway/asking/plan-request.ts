/** Decides whether our parameters are added to a request. */
import { formatForRequest, splice, type Asked, type Route } from '@logitscope/adapters'
import type { Exchange } from '../exchange.ts'
import { capabilityKey, type CapabilityMemory, type KeyDecisions } from './capability-memory.ts'

export interface AskPlan {
  readonly kind: 'ask'
  readonly body: Buffer
  readonly asked: Asked
  readonly streamed: boolean
  /** Of the capability memory. */
  readonly key: string
  /** May be sent again without, where this is refused. */
  readonly mayRetry: boolean
}

export type Plan = AskPlan | { readonly kind: 'leave'; readonly reason: string }

const leave = (reason: string): Plan => ({ kind: 'leave', reason })

/** Why a request is left alone whatever its body says; `null` where the body decides. */
export function reasonToLeave({ upstream, route, copy, head, method }: Exchange, largest: number): string | null {
  if (upstream.config.logprobs === 'observe') return 'observe'
  if (method !== 'POST' || route === null || route.fetched || !head.hasBody) return 'not-applicable'
  if (copy === null) return 'not-sampled'
  if (head.isOff) return 'off'
  if (head.isSigned) return 'signed'
  if (head.contentEncoding !== null || !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(head.contentType ?? '')) return 'not-json'
  if (head.contentLength !== null && head.contentLength > largest) return 'too-large'
  return route.formats.some(({ ask }) => ask !== undefined) ? null : 'no-way-to-ask'
}

function parse(body: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}

const hasTools = (request: Readonly<Record<string, unknown>>): boolean =>
  ['tools', 'functions'].some((name) => Array.isArray(request[name]))

/** @param exchange its route is made exact by the body. */
export function planRequest(exchange: Exchange, body: Buffer, memory: CapabilityMemory, decisions: KeyDecisions): Plan {
  const request = parse(body)
  if (request === null) return leave('not-json')
  const { method, path, upstream, head } = exchange
  const route: Route | null = formatForRequest({ method, path, body: request })
  exchange.route = route
  if (route?.format.ask === undefined) return leave(route === null ? 'not-applicable' : 'no-way-to-ask')
  const top = upstream.config.topLogprobs
  const ask = route.format.ask(request, top, route.facts)
  if (ask.kind === 'leave') return leave(ask.reason)
  // What nobody can take out again may not be put in, unless it is to stay.
  if (upstream.config.logprobs === 'auto' && route.strip === null) return leave('no-way-to-strip')
  const model = route.model ?? (typeof request['model'] === 'string' ? request['model'] : '')
  const streamed = route.facts.stream
  const key = capabilityKey({ upstream: upstream.name, path, model, streamed, tools: hasTools(request), top })
  const known = memory.look(key)
  let asks = known !== 'refuses'
  if (head.idempotencyKey !== null) {
    const id = `${upstream.name}\n${head.idempotencyKey.slice(0, 256)}`
    asks = decisions.look(id) ?? known === 'takes'
    decisions.note(id, asks)
  }
  if (!asks) return leave(known === 'refuses' ? 'refused-before' : 'idempotency-key')
  const spliced = splice(body, ask.insertions)
  if (spliced === null) return leave('not-spliceable')
  return {
    kind: 'ask',
    body: Buffer.from(spliced.buffer, spliced.byteOffset, spliced.byteLength),
    asked: ask.asked,
    streamed,
    key,
    mayRetry: head.idempotencyKey === null,
  }
}
