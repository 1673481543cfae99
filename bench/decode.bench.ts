/**
 * Where the time goes when a chat body of 200 tokens is read and analysed.
 * Run: npx tsx --conditions=@logitscope/source bench/decode.bench.ts
 */
import { openAiChat } from '@logitscope/adapters'
import { analyze, STARTING_PROFILE } from '@logitscope/core'
import { Session, type Profiler } from 'node:inspector/promises'
import { makeTrace } from './metrics-fixture.ts'

const TOKENS = 200
const ROUNDS = 400
const encoder = new TextEncoder()
const decoder = new TextDecoder()

const body = (k: number): Uint8Array => encoder.encode(openAiChat.encode([makeTrace(TOKENS, k, 1)]).body)

function read(bytes: Uint8Array): ReturnType<typeof openAiChat.decodeValue> {
  const reading = openAiChat.decoder({ requestId: 'r', startedAt: 0 })
  reading.push(bytes)
  return reading.end()
}

/** Least time of one call, ms. */
function least(call: () => unknown): number {
  let best = Infinity
  for (let i = 0; i < ROUNDS; i++) {
    const from = performance.now()
    call()
    best = Math.min(best, performance.now() - from)
  }
  return best
}

/** Which part of reading a source file belongs to; the first that fits. */
const PARTS: readonly (readonly [string, RegExp])[] = [
  ['JSON.parse', /shared\/json\.ts/],
  ['UTF-8', /internal\/encoding|trace\/utf8|sse-parser/],
  ['alignment', /trace\/alignment|place-tokens|code-points|settle|token-text|byte-text|special-text/],
  ['integrity', /trace\/integrity|evidence|completeness|vocabulary|duplicate|repeated|draft-notes/],
  ['token building', /adapters\/src/],
  ['other', /./],
]

async function shares(call: () => unknown): Promise<ReadonlyMap<string, number>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  for (let i = 0; i < ROUNDS; i++) call()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  return sharesOf(profile)
}

function sharesOf({ nodes }: Profiler.Profile): ReadonlyMap<string, number> {
  const hits = new Map<string, number>()
  let all = 0
  for (const { callFrame, hitCount = 0 } of nodes) {
    const part =
      callFrame.functionName === '(garbage collector)' ? 'garbage collection' : PARTS.find(([, fits]) => fits.test(callFrame.url))?.[0]
    if (part === undefined || hitCount === 0) continue
    if (process.argv.includes('--files')) console.log(hitCount, part, callFrame.url, callFrame.functionName)
    hits.set(part, (hits.get(part) ?? 0) + hitCount)
    all += hitCount
  }
  return new Map([...hits].sort(([, a], [, b]) => b - a).map(([part, count]) => [part, count / all]))
}

const isNumber = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e || byte === 0x65

/** The least that a scanner over bytes must do: one look at each, and every number of more than eight characters (the logprobs) as a double. */
function scanNumbers(bytes: Uint8Array, text: string): number {
  let sum = 0
  let from = -1
  for (let i = 0; i < bytes.length; i++) {
    if (isNumber(bytes[i]!)) {
      if (from < 0) from = i
    } else if (from >= 0) {
      if (i - from > 8) sum += Number(text.slice(from, i))
      from = -1
    }
  }
  return sum
}

for (const k of [5, 20]) {
  const bytes = body(k)
  const text = decoder.decode(bytes)
  const trace = read(bytes).traces[0]!
  const parse = least(() => JSON.parse(text) as unknown)
  const whole = least(() => read(bytes))
  const analysis = least(() => analyze(trace, STARTING_PROFILE))
  console.log(`\ntop-${k}, ${TOKENS} tokens, ${(bytes.length / 1000).toFixed(0)} KB`)
  console.log(
    `JSON.parse ${parse.toFixed(3)} ms, reading ${whole.toFixed(3)} ms (${(whole / parse).toFixed(1)} ×), analysis ${analysis.toFixed(3)} ms`,
  )
  const scan = least(() => scanNumbers(bytes, text))
  console.log(`floor of a byte scanner ${scan.toFixed(3)} ms (JSON.parse takes ${(parse / scan).toFixed(1)} × that)`)
  const parts = await shares(() => read(bytes))
  console.log(`of reading: ${[...parts].map(([part, share]) => `${part} ${(100 * share).toFixed(0)} %`).join(', ')}`)
}
