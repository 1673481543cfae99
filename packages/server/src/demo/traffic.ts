import { setTimeout as delay } from 'node:timers/promises'
import type { RandomSource } from '@logitscope/core'
import { sceneAt, type Scene } from './incidents.ts'
import { questionOf, type DemoRecording } from './recordings.ts'

export interface DemoTraffic {
  /** Resolves when the last request is over. */
  readonly stop: () => Promise<void>
}

export interface DemoTrafficOptions {
  /** Base URL of the gateway, with `/v1`. */
  readonly baseUrl: string
  readonly recordings: readonly DemoRecording[]
  readonly random: RandomSource
  readonly now: () => number
  /** Mean time between two requests, ms; they come at random, as from many people. */
  readonly meanGapMs: number
  /** Headers that the gateway asks for, such as an access key. */
  readonly headers?: Readonly<Record<string, string>>
  readonly onError: (error: unknown) => void
}

const MOST_AT_ONCE = 8

/** The request that a client would send for a recording: without log-probabilities, which the gateway adds. */
export function clientRequest(recording: DemoRecording): Record<string, unknown> {
  const { logprobs: _, top_logprobs: __, stream_options: ___, ...request } = recording.request as unknown as Record<string, unknown>
  return request
}

function choose(recordings: readonly DemoRecording[], project: string, scene: Scene, random: RandomSource): DemoRecording | undefined {
  const fitting = recordings.filter((one) => one.project === project && one.variant === scene.variant)
  return fitting[Math.floor(random() * fitting.length)]
}

/** Sends requests to the gateway as a client of an OpenAI-compatible API would, until it is stopped. What goes wrong in them: see `sceneAt`. */
export function startDemoTraffic(options: DemoTrafficOptions): DemoTraffic {
  const { baseUrl, recordings, random, now, meanGapMs, headers = {}, onError } = options
  const stopped = new AbortController()
  const began = now()
  const running = new Set<Promise<void>>()
  const projects = [...new Set(recordings.map((one) => one.project))]

  const send = async (): Promise<void> => {
    const project = projects[Math.floor(random() * projects.length)] ?? ''
    const scene = sceneAt(project, now() - began, random())
    const recording = choose(recordings, project, scene, random)
    if (recording === undefined) return
    const user = Math.floor(random() * 40)
    const answer = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-logitscope-project': project,
        'x-logitscope-prompt-version': scene.promptVersion,
        'x-logitscope-item': questionOf(recording)
          .slice(0, 100)
          .replace(/[^\x20-\x7e]/g, '_'),
        'x-logitscope-user': `reader-${user}`,
        'x-logitscope-session': `session-${user}-${Math.floor((now() - began) / 120_000)}`,
        'x-logitscope-tag-source': 'demo',
        ...headers,
      },
      body: JSON.stringify(clientRequest(recording)),
      signal: stopped.signal,
    })
    await answer.arrayBuffer()
  }

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await delay(-Math.log(1 - random()) * meanGapMs, undefined, { signal: stopped.signal })
      if (running.size >= MOST_AT_ONCE) continue
      const exchange: Promise<void> = send()
        .catch((error: unknown) => {
          if (!stopped.signal.aborted) onError(error)
        })
        .finally(() => running.delete(exchange))
      running.add(exchange)
    }
  }
  const loop = run().catch((error: unknown) => {
    if (!stopped.signal.aborted) onError(error)
  })
  return {
    stop: async () => {
      stopped.abort()
      await loop
      await Promise.all(running)
    },
  }
}
