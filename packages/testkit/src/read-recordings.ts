/** Every recording of the shared test data, read as a user's file is, and once more with the request that made it. */
import { createRecordReader, formatOf, type DecodeResult, type ReadRecord } from '@logitscope/adapters'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedRecordings, type Recording } from './recordings.ts'
import { sharedPath } from './shared.ts'

/** Where the bytes come from: a real server's answer as it came; probably so; or written by hand after one. */
export type Provenance = 'recorded' | 'probably recorded' | 'rebuilt' | 'source not told'

export interface ReadRecording {
  readonly recording: Recording
  /** Folder of the recording: the server or the provider. */
  readonly server: string
  /** Name of the request without server and form, such as `chat-top5-t0`. */
  readonly kind: string
  readonly streamed: boolean
  readonly provenance: Provenance
  /** Route and status where they are known. */
  readonly path?: string
  readonly status?: number
  /** As `analyze` and `lint` read the file, knowing nothing of the request. */
  readonly records: readonly ReadRecord[]
  /** As a client reads the answer that it asked for; absent where nothing was read as an answer. */
  readonly withRequest?: DecodeResult
}

interface Source {
  readonly file: string
  readonly recorded: boolean | string
}

interface Exchange {
  readonly name: string
  readonly path: string
  readonly status: number
}

function readJson(path: string): unknown {
  const file = sharedPath(path)
  return file === null ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as unknown)
}

function provenances(): ReadonlyMap<string, Provenance> {
  const sources = (readJson('fixtures/SOURCES.json') as { readonly fixtures: readonly Source[] } | undefined)?.fixtures ?? []
  return new Map(
    sources.map(({ file, recorded }) => [file, recorded === true ? 'recorded' : recorded === 'probable' ? 'probably recorded' : 'rebuilt']),
  )
}

function exchanges(): ReadonlyMap<string, Exchange> {
  const servers = ['llama-cpp-python', 'llama-server', 'vllm']
  const named = (server: string): readonly [string, Exchange][] =>
    ((readJson(join('fixtures', 'real', server, 'manifest.json')) ?? []) as readonly Exchange[]).map((exchange) => [
      `${server}/${exchange.name}`,
      exchange,
    ])
  return new Map(servers.flatMap(named))
}

function readRecords(bytes: Uint8Array): readonly ReadRecord[] {
  const reader = createRecordReader()
  return [...reader.push(bytes), ...reader.end()]
}

function readAgain(recording: Recording, records: readonly ReadRecord[], exchange: Exchange | undefined): DecodeResult | undefined {
  const format = formatOf(records.length === 1 ? (records[0]!.format ?? '') : '')
  if (format === null) return undefined
  const { bytes, request } = recording
  const facts = exchange === undefined ? {} : { path: exchange.path, status: exchange.status }
  const decoder = format.decoder({ requestId: 'r', startedAt: 0, ...facts, ...(request === undefined ? {} : { request }) })
  decoder.push(bytes)
  return decoder.end()
}

/** In the order of their names; none, with a printed reason, where the data are absent. */
export function readRecordings(): readonly ReadRecording[] {
  const provenance = provenances()
  const served = exchanges()
  return sharedRecordings(/^(?!SOURCES\.json|.*(manifest\.json|\.request\.\w+|\.headers\.txt)$)/).map((recording) => {
    const parts = recording.name.split('/')
    const stem = parts.at(-1)!.replace(/(\.response)?\.\w+$/, '')
    const server = parts.at(-2)!
    const exchange = parts[0] === 'real' ? served.get(`${server}/${stem}`) : undefined
    const records = readRecords(recording.bytes)
    const withRequest = readAgain(recording, records, exchange)
    const stream = /(^|-)stream(-|$)/
    return {
      recording,
      server,
      kind: stem.replace(/-(plain|stream)(?=-|$)/, ''),
      streamed: exchange === undefined ? recording.name.endsWith('.sse') : stream.test(stem),
      provenance: parts[0] === 'real' ? 'recorded' : (provenance.get(recording.name) ?? 'source not told'),
      ...(exchange === undefined ? {} : { path: exchange.path, status: exchange.status }),
      records,
      ...(withRequest === undefined ? {} : { withRequest }),
    }
  })
}

/** The outputs and issues of a recording: with its request where it was read as an answer. */
export function resultsOf({ withRequest, records }: ReadRecording): readonly DecodeResult[] {
  return withRequest === undefined ? records : [withRequest]
}
