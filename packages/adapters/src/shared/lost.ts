/** What a written body does not hold: found by reading it back. */
import type { Alternative, ReadIssue, Token, Trace } from '@logitscope/core'
import type { DecodeOptions, DecodeResult } from '../contract.ts'
import { byteText, fromBytes } from './byte-text.ts'
import { parseJson } from './json.ts'

const MOST = 100
const SHOWN = 60

function show(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? 'nothing' : text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

/** A difference, with the indices in its path left out, so that one kind of loss is one issue. */
interface Loss {
  readonly message: string
  count: number
}

function compare(path: string, before: unknown, after: unknown, out: Map<string, Loss>): void {
  if (Object.is(before, after)) return
  if (
    typeof before !== 'object' ||
    typeof after !== 'object' ||
    before === null ||
    after === null ||
    Array.isArray(before) !== Array.isArray(after)
  ) {
    const known = out.get(path)
    if (known !== undefined) known.count += 1
    else if (out.size < MOST) out.set(path, { message: `${show(before)} would be read back as ${show(after)}`, count: 1 })
    return
  }
  const one = before as Readonly<Record<string, unknown>>
  const other = after as Readonly<Record<string, unknown>>
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    compare(Array.isArray(before) ? `${path}[]` : `${path}.${name}`, one[name], other[name], out)
  }
}

/** Bytes that the text alone gives are no loss. */
function plainly<Entry extends Alternative | Token>(entry: Entry): Omit<Entry, 'bytes'> {
  const { bytes, ...rest } = entry
  return bytes === undefined || fromBytes(bytes) === byteText(entry.text) ? rest : entry
}

const tokensPlainly = (tokens: readonly Token[] | undefined): unknown =>
  tokens?.map((token) => ({ ...plainly(token), alternatives: token.alternatives.map(plainly) }))

/** Compares output, tokens, prompt tokens and usage of the traces with what reading the body gives; one issue for each kind of difference. */
export function lostIn(
  traces: readonly Trace[],
  body: string,
  read: (value: unknown, options: DecodeOptions) => DecodeResult,
): ReadIssue[] {
  const [first] = traces
  const parsed = parseJson(body)
  if (first === undefined || !parsed.ok) return []
  const again = read(parsed.value, { requestId: first.requestId, startedAt: first.startedAt, provider: first.source.provider }).traces
  const found = new Map<string, Loss>()
  for (const trace of traces) {
    const other = again.find((candidate) => candidate.source.choice === trace.source.choice)
    if (other === undefined) found.set('output', { message: `the answer ${trace.source.choice} itself`, count: 1 })
    else {
      compare('output', trace.output, other.output, found)
      compare('usage', trace.usage, other.usage, found)
      compare('tokens', tokensPlainly(trace.tokens), tokensPlainly(other.tokens), found)
      compare('promptTokens', tokensPlainly(trace.promptTokens), tokensPlainly(other.promptTokens), found)
    }
  }
  return [...found].map(([path, { message, count }]) => ({
    code: 'lost',
    path,
    message: count === 1 ? message : `${message}, and ${count - 1} more of the kind`,
  }))
}
