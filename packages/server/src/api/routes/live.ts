import { z } from 'zod'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { route, type Route } from '../route.ts'

/** Bytes that may wait for a slow reader before it is let go; it comes back with the last id it saw. */
const HELD_BYTES = 1024 * 1024
const HEARTBEAT_MS = 15_000
const RETRY_MS = 2_000

const encoder = new TextEncoder()

function openStream(context: ApiContext, lastEventId: string | null): ReadableStream<Uint8Array> {
  let stop: () => void = () => undefined
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = (): void => {
          stop()
          try {
            controller.close()
          } catch {
            // It was closed from the other side.
          }
        }
        const send = (wire: string): void => {
          if ((controller.desiredSize ?? 0) <= 0) end()
          else controller.enqueue(encoder.encode(wire))
        }
        send(`retry: ${RETRY_MS}\n\n`)
        const heartbeat = setInterval(() => send(': heartbeat\n\n'), HEARTBEAT_MS)
        heartbeat.unref()
        const subscription = context.live.subscribe(lastEventId, send, end)
        stop = () => {
          clearInterval(heartbeat)
          subscription.close()
        }
      },
      cancel: () => stop(),
    },
    { highWaterMark: HELD_BYTES, size: (chunk: Uint8Array | undefined) => chunk?.byteLength ?? 0 },
  )
}

export function liveRoutes(context: ApiContext): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/api/live',
      summary: 'Events as they happen (server-sent events); Last-Event-ID, or ?lastEventId, resumes',
      scopes: ['read'],
      query: z.strictObject({ lastEventId: z.string().max(100).optional() }),
      answer: {
        mediaTypes: ['text/event-stream'],
        description: 'Events answer-stored, answer-labeled, alert-changed, health-changed, gap',
      },
      handle({ request, query }) {
        if (!context.live.hasRoom()) throw new ApiError(503, 'too-many-readers', 'too many pages listen already; close some')
        return new Response(openStream(context, request.headers.get('last-event-id') ?? query.lastEventId ?? null), {
          headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
        })
      },
    }),
  ]
}
