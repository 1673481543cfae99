/** What a written body does not hold: found by reading it back. */
import type { ReadIssue, Trace } from '@logitscope/core'
import type { DecodeOptions, DecodeResult } from '../contract.ts'

const MOST = 100
const SHOWN = 60

function show(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? 'nothing' : text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

function compare(path: string, before: unknown, after: unknown, out: ReadIssue[]): void {
  if (Object.is(before, after) || out.length >= MOST) return
  if (
    typeof before !== 'object' ||
    typeof after !== 'object' ||
    before === null ||
    after === null ||
    Array.isArray(before) !== Array.isArray(after)
  ) {
    out.push({ code: 'lost', path, message: `${show(before)} would be read back as ${show(after)}` })
    return
  }
  const one = before as Readonly<Record<string, unknown>>
  const other = after as Readonly<Record<string, unknown>>
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    compare(Array.isArray(before) ? `${path}[${name}]` : `${path}.${name}`, one[name], other[name], out)
  }
}

/** Compares output, tokens, prompt tokens and usage of the traces with what reading the body gives, at most 100 differences. */
export function lostIn(
  traces: readonly Trace[],
  body: string,
  read: (value: unknown, options: DecodeOptions) => DecodeResult,
): ReadIssue[] {
  const [first] = traces
  if (first === undefined) return []
  const again = read(JSON.parse(body), { requestId: first.requestId, startedAt: first.startedAt, provider: first.source.provider }).traces
  const out: ReadIssue[] = []
  traces.forEach((trace, i) => {
    const other = again.find((candidate) => candidate.source.choice === trace.source.choice)
    const path = traces.length === 1 ? '' : `[${i}].`
    if (other === undefined) out.push({ code: 'lost', path: `${path}output`, message: 'the answer itself' })
    else {
      for (const field of ['output', 'tokens', 'promptTokens', 'usage'] as const) compare(path + field, trace[field], other[field], out)
    }
  })
  return out
}
