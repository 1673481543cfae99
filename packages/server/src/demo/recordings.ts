import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** What a recording stands for in the demo's traffic. */
export type DemoVariant = 'usual' | 'bad-version' | 'drift' | 'loop'

export interface DemoMessage {
  readonly role: string
  readonly content: string
}

/** One answer that the project recorded from a real server: the request, and the response as it came (a stream is text). */
export interface DemoRecording {
  readonly project: string
  readonly language: string
  readonly variant: DemoVariant
  readonly request: {
    readonly model: string
    readonly messages: readonly DemoMessage[]
    readonly stream?: boolean
    readonly temperature?: number
  }
  readonly response: unknown
}

/** The recordings that come with the package. */
export function loadDemoRecordings(): readonly DemoRecording[] {
  const bytes = readFileSync(new URL('../../assets/demo/recorded.ndjson.gz', import.meta.url))
  return gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as DemoRecording)
}

/** What the person asked in a recording. */
export function questionOf(recording: DemoRecording): string {
  return recording.request.messages.findLast((message) => message.role === 'user')?.content ?? ''
}

/** The bytes of the response as they go over the wire. */
export function responseBytes(recording: DemoRecording): Uint8Array {
  return new TextEncoder().encode(typeof recording.response === 'string' ? recording.response : JSON.stringify(recording.response))
}
