import { openAiChat } from '@logitscope/adapters'
import type { Trace } from '@logitscope/core'
import { responseBytes, type DemoRecording } from './recordings.ts'

const known = new WeakMap<DemoRecording, Trace | null>()

/** A recording as it is read; `undefined` where it holds no answer. Read once. */
export function decoded(recording: DemoRecording): Trace | undefined {
  const before = known.get(recording)
  if (before !== undefined) return before ?? undefined
  const decoder = openAiChat.decoder({
    requestId: 'demo',
    startedAt: 0,
    request: recording.request,
    path: '/v1/chat/completions',
    status: 200,
  })
  decoder.push(responseBytes(recording))
  const trace = decoder.end().traces[0]
  known.set(recording, trace ?? null)
  return trace
}

/** The same with its text alone. */
export const withoutTokens = (trace: Trace): Trace => ({ ...trace, tokens: [] })
