import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url))
const RECORDED = fileURLToPath(new URL('../../../examples/recorded', import.meta.url))

export interface SampleTrace {
  id: string
  requestId: string
  startedAt: number
  source: { model: string; choice: number }
  request: { messages?: { role: string; content: string | null }[] }
  output: { text: string }
  tokens: { text: string; logprob: number | null; part: string; alternatives: { text: string; logprob: number }[] }[]
  context: Record<string, unknown>
}

/** The project's own recorded answers as traces, read by the built command, spread over the two hours before `now`. */
export function recordedTraces(now: number): readonly SampleTrace[] {
  const run = spawnSync(process.execPath, [COMMAND, 'convert', RECORDED, '--to', 'trace'], { encoding: 'utf8', maxBuffer: 1e9 })
  const lines = run.stdout.split('\n').filter((line) => line !== '')
  if (lines.length === 0) throw new Error(`nothing was converted: ${run.stderr}`)
  const traces = lines.map((line) => JSON.parse(line) as SampleTrace)
  const unique = [...new Map(traces.map((trace) => [trace.id, trace])).values()]
  return unique.map((trace, i) => ({
    ...trace,
    startedAt: now - 7_200_000 + Math.floor((i / unique.length) * 7_000_000),
    context: {
      ...trace.context,
      project: i % 3 === 0 ? 'shop' : 'school',
      promptVersion: i % 2 === 0 ? 'v1' : 'v2',
      item: `item ${i >> 1}`,
    },
  }))
}

/** A trace of given pieces, each with a logprob and alternatives. */
export function traceOf(
  name: string,
  startedAt: number,
  pieces: readonly (readonly [text: string, logprob: number, alternatives?: readonly (readonly [string, number])[]])[],
  context: Record<string, unknown> = {},
): SampleTrace {
  const requestId = createHash('sha256').update(name).digest('hex').slice(0, 32)
  return {
    schema: 1,
    id: `${requestId}.0`,
    requestId,
    startedAt,
    source: { provider: 'test', api: 'openai-chat', requestedModel: 'made-by-hand', model: 'made-by-hand', choice: 0, streamed: false },
    request: { messages: [{ role: 'user', content: `Question ${name}` }], parameters: {} },
    output: { text: pieces.map(([text]) => text).join(''), finish: { unified: 'stop', raw: 'stop' } },
    tokens: pieces.map(([text, logprob, alternatives = []]) => ({
      text,
      logprob,
      part: 'content',
      alternatives: [[text, logprob] as const, ...alternatives]
        .map(([other, value]) => ({ text: other, logprob: value }))
        .sort((a, b) => b.logprob - a.logprob),
    })),
    evidence: {
      tier: 'top-k',
      k: 1 + Math.max(0, ...pieces.map(([, , list]) => list?.length ?? 0)),
      basis: 'raw',
      completeness: 1,
      issues: [],
    },
    usage: { input: 5, output: pieces.length },
    timing: { totalMs: 700 },
    context: { project: 'made', ...context },
  } as SampleTrace
}

/** An answer of many tokens with line breaks here and there, the same for the same count. */
export function longTrace(name: string, startedAt: number, tokens: number): SampleTrace {
  const words = [
    'light',
    ' is',
    ' both',
    ' wave',
    ' and',
    ' particle',
    ',',
    ' which',
    ' nobody',
    ' finds',
    ' easy',
    '.',
    '\n\n',
    ' Then',
    ' again',
  ]
  const pieces = Array.from({ length: tokens }, (_, i): readonly [string, number, readonly (readonly [string, number])[]] => {
    const logprob = -0.01 - ((i * 7_919) % 400) / 100
    return [
      words[(i * 31) % words.length] ?? ' x',
      logprob,
      [
        [' other', -2.5],
        [' thing', -4],
      ],
    ]
  })
  return traceOf(name, startedAt, pieces)
}
