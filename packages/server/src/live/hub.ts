import type { ErasedAnswers, LiveEvent } from '@logitscope/core'

/** An event as it goes over the wire. */
export interface LiveEntry {
  readonly id: string
  readonly sequence: number
  readonly wire: string
  /** The answer that it tells of; `null` where it tells of none. */
  readonly about: string | null
}

export interface Subscription {
  readonly close: () => void
}

export interface LiveHub {
  readonly publish: (event: LiveEvent) => void
  /** Whether another may listen. */
  readonly hasRoom: () => boolean
  /** Calls back with everything after `lastEventId` that is still held (or a gap), then with all that comes. */
  readonly subscribe: (lastEventId: string | null, send: (wire: string) => void, end: () => void) => Subscription
  readonly subscribers: () => number
  /** Holds nothing of erased answers any more for those who come back. What was sent is sent. */
  readonly forget: (erased: ErasedAnswers) => void
  /** Ends all streams. */
  readonly close: () => void
}

export interface LiveHubOptions {
  /** Tells this run of the server from others, so that an id of yesterday is not taken for one of today. */
  readonly epoch: string
  readonly now: () => number
  /** Events held for those who come back. */
  readonly capacity?: number
  readonly subscribers?: number
  /** Answers told of in a second; of the rest only how many they were. */
  readonly answersASecond?: number
}

function aboutOf(event: LiveEvent): string | null {
  if (event.kind === 'answer-stored') return event.answer.id
  if (event.kind === 'answer-labeled') return event.label.traceId
  return event.kind === 'alert-changed' ? (event.alert.event.traceId ?? null) : null
}

const wireOf = (id: string, event: LiveEvent): string => `id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`

/** Sends events to everybody who listens and holds the latest, so that who was away a moment misses nothing. */
export function createLiveHub(options: LiveHubOptions): LiveHub {
  const { epoch, now, capacity = 2_000, subscribers = 100, answersASecond = 200 } = options
  const ring: LiveEntry[] = []
  const listeners = new Set<{ readonly send: (wire: string) => void; readonly end: () => void }>()
  let sequence = 0
  let second = 0
  let answers = 0
  let skipped = 0
  let telling: NodeJS.Timeout | undefined

  function push(event: LiveEvent): void {
    sequence += 1
    const id = `${epoch}-${sequence}`
    const wire = wireOf(id, event)
    ring.push({ id, sequence, wire, about: aboutOf(event) })
    if (ring.length > capacity) ring.shift()
    for (const listener of [...listeners]) listener.send(wire)
  }

  function tellSkipped(): void {
    clearTimeout(telling)
    if (skipped === 0) return
    const missed = skipped
    skipped = 0
    push({ kind: 'gap', missed })
  }

  /** A page can show a few hundred answers a second, and nobody can read more: beyond that the feed says how many there were. */
  function isTooMany(): boolean {
    const current = Math.floor(now() / 1000)
    if (current !== second) {
      second = current
      answers = 0
      tellSkipped()
    }
    answers += 1
    return answers > answersASecond
  }

  function replay(lastEventId: string, send: (wire: string) => void): void {
    const [from, number] = lastEventId.split('-')
    const last = Number(number)
    if (from !== epoch || !Number.isSafeInteger(last) || last > sequence) {
      send(`event: gap\ndata: ${JSON.stringify({ kind: 'gap', missed: null })}\n\n`)
      return
    }
    const first = ring[0]?.sequence ?? sequence + 1
    if (last + 1 < first) send(`event: gap\ndata: ${JSON.stringify({ kind: 'gap', missed: first - last - 1 })}\n\n`)
    for (const entry of ring) if (entry.sequence > last) send(entry.wire)
  }

  return {
    publish(event) {
      if (event.kind === 'answer-stored' && isTooMany()) {
        skipped += 1
        // The burst may have been the last for long.
        if (skipped === 1) telling = setTimeout(tellSkipped, 1_000).unref()
        return
      }
      tellSkipped()
      push(event)
    },
    subscribe(lastEventId, send, end) {
      const listener = { send, end }
      if (lastEventId !== null && lastEventId !== '') replay(lastEventId, send)
      listeners.add(listener)
      return { close: () => void listeners.delete(listener) }
    },
    hasRoom: () => listeners.size < subscribers,
    subscribers: () => listeners.size,
    forget({ traceIds }) {
      const kept = ring.filter(({ about }) => about === null || !traceIds.has(about))
      if (kept.length < ring.length) ring.splice(0, ring.length, ...kept)
    },
    close() {
      clearTimeout(telling)
      for (const listener of [...listeners]) listener.end()
      listeners.clear()
    },
  }
}
