/** A server that answers every request with one recorded answer, for libraries that want a server to talk to. */
import { projectRecordings } from '@logitscope/testkit'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeUpstream {
  /** As libraries take it, with `/v1` at its end. */
  readonly baseURL: string
  /** Answers from now on with this recording of the project, such as `tr-baskent`. */
  readonly serve: (name: string) => void
  readonly serveBytes: (bytes: Uint8Array) => void
  /** Bodies that came to any other path than `/v1/…`, parsed: what a library sends to a platform. */
  readonly posted: () => readonly Readonly<Record<string, unknown>>[]
  readonly close: () => Promise<void>
}

export async function startFakeUpstream(): Promise<FakeUpstream> {
  let body: Uint8Array = new Uint8Array(0)
  const posted: Readonly<Record<string, unknown>>[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const isStream = body[0] !== 0x7b
      if (request.url?.startsWith('/v1/') === true) {
        response.setHeader('content-type', isStream ? 'text/event-stream' : 'application/json')
        response.end(body)
        return
      }
      posted.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Readonly<Record<string, unknown>>)
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    serve(name) {
      body = recordingOf(name)
    },
    serveBytes(bytes) {
      body = bytes
    },
    posted: () => posted,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

export function recordingOf(name: string): Uint8Array {
  const recording = projectRecordings().find((one) => one.name === `examples/${name}.json`)
  if (recording === undefined) throw new Error(`no recording is called ${name}`)
  return recording.bytes
}
