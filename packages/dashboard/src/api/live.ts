/** The live feed: one connection for all pages, events handed on once a frame. */
import { signal, type ReadonlySignal } from '@preact/signals'
import type { LiveEvent } from '@logitscope/core'

export type LiveState = 'connecting' | 'open' | 'reconnecting'

type Listener = (events: readonly LiveEvent[]) => void

const KINDS: readonly LiveEvent['kind'][] = ['answer-stored', 'answer-labeled', 'alert-changed', 'health-changed', 'gap']
/** Events kept for one frame; more are told as a gap, so that a hidden page never grows. */
const MOST_HELD = 500

const state = signal<LiveState>('connecting')
export const liveState: ReadonlySignal<LiveState> = state

const listeners = new Set<Listener>()
let held: LiveEvent[] = []
let missed = 0
let isScheduled = false

function handOn(): void {
  isScheduled = false
  const events: readonly LiveEvent[] = missed > 0 ? [{ kind: 'gap', missed }, ...held] : held
  held = []
  missed = 0
  for (const listener of listeners) listener(events)
}

function receive(event: LiveEvent): void {
  if (held.length >= MOST_HELD) {
    missed += held.length
    held = []
  }
  held.push(event)
  if (isScheduled) return
  isScheduled = true
  // A hidden page gets no frames: it is told by a timer.
  if (document.hidden) setTimeout(handOn, 250)
  else requestAnimationFrame(handOn)
}

/** Opens the feed. The browser connects again by itself and says which event it saw last. */
export function openLive(): void {
  const source = new EventSource('/api/live')
  source.onopen = () => {
    state.value = 'open'
  }
  source.onerror = () => {
    state.value = 'reconnecting'
    // A refusal (no key yet, the server going down) closes for good: begin anew.
    if (source.readyState !== EventSource.CLOSED) return
    source.close()
    setTimeout(openLive, 2_000)
  }
  for (const kind of KINDS)
    source.addEventListener(kind, (message: MessageEvent<string>) => {
      try {
        receive({ ...(JSON.parse(message.data) as LiveEvent), kind } as LiveEvent)
      } catch {
        // An event that cannot be read: ask for everything again.
        receive({ kind: 'gap', missed: null })
      }
    })
}

/** Listens to the feed until the returned function is called. */
export function onLive(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
