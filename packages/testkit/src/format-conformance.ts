/** What every reader of a wire format must do with every recorded answer. One suite for all of them. */
import { deepStrictEqual, ok } from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { DecodeResult, Format } from '@logitscope/adapters'
import type { Trace } from '@logitscope/core'
import type { Check } from './check.ts'
import { decoded, sound } from './decode-recording.ts'
import { hostileCheck } from './hostile-check.ts'
import { limitsCheck } from './limits-check.ts'
import type { Recording } from './recordings.ts'
import { seeded } from './seeded.ts'
import { DECODED_BYTES } from './test-share.ts'

const hash = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 12)

/** Counts and hashes of what was read: nothing of the answer itself. */
export function summaryOf(format: Format, recording: Recording): unknown {
  const { traces, issues } = decoded(format, recording, [recording.bytes])
  return {
    issues: issues.map((issue) => issue.code),
    traces: traces.map((trace) => {
      const parts: Record<string, number> = {}
      for (const token of trace.tokens) {
        const part = `${token.part}${token.partIndex ?? ''}${token.special === true ? ' special' : ''}`
        parts[part] = (parts[part] ?? 0) + 1
      }
      const { evidence, output, source, promptTokens } = trace
      return {
        choice: source.choice,
        provider: source.provider,
        streamed: source.streamed,
        parts,
        prompt: promptTokens?.length ?? null,
        text: hash(JSON.stringify([output.text, output.refusal, output.reasoning, output.toolCalls])),
        tokens: hash(JSON.stringify([trace.tokens, promptTokens])),
        finish: output.finish.unified,
        tier: evidence.tier,
        k: evidence.k,
        basis: evidence.basis,
        completeness: evidence.completeness,
        issues: evidence.issues.map(({ code, count, at }) => `${code} ×${count}${at === undefined ? '' : ` @${at}`}`),
      }
    }),
  }
}

/** Places to cut: all where that is affordable, else those of the beginning and the end and a seeded sample of the rest. */
function cuts(length: number, budget: number): number[] {
  const affordable = Math.max(6, Math.floor(budget / Math.max(1, length)))
  if (affordable >= length) return Array.from({ length: length + 1 }, (_, i) => i)
  const third = Math.floor(affordable / 3)
  const random = seeded(length)
  const chosen = new Set<number>()
  for (let i = 0; i < third; i++)
    chosen
      .add(i)
      .add(length - i)
      .add(random.index(length))
  return [...chosen].sort((a, b) => a - b)
}

function* chunksOf(bytes: Uint8Array, next: () => number): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + next())
    yield bytes.slice(from, to)
    from = to
  }
}

/** Where the events of a stream end; for a body that is no stream, a few places inside. */
function eventEnds(bytes: Uint8Array): number[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  if (!/^\s*(?:data|event|id|retry|:)/.test(text)) return [1, bytes.length >> 2, bytes.length >> 1, bytes.length - 2].filter((at) => at > 0)
  const ends: number[] = []
  for (const match of text.matchAll(/(?:\r\n|\n|\r)(?:\r\n|\n|\r)+/g)) ends.push(match.index + match[0].length)
  return ends
}

const entriesOf = (trace: Trace): string[] =>
  [...(trace.promptTokens ?? []), ...trace.tokens].map((token) => `${token.text} ${token.logprob ?? ''}`)

/** A prefix of a stream: the tokens so far, and a word that it is cut. */
function checkPrefix(result: DecodeResult, whole: DecodeResult, at: number): void {
  sound(result, `cut at ${at}`)
  const complained =
    result.issues.length > 0 ||
    result.traces.some((trace) => trace.evidence.issues.some(({ code }) => code === 'stream-cut' || code === 'error-in-stream'))
  const finished =
    result.traces.length === whole.traces.length &&
    result.traces.every((trace, i) => trace.tokens.length === whole.traces[i]!.tokens.length)
  ok(complained || finished, `cut at ${at}: nothing says that the answer is cut`)
  for (const trace of result.traces) {
    const full = whole.traces.find((other) => other.source.choice === trace.source.choice)
    if (full === undefined || full.evidence.issues.some(({ code }) => code === 'duplicate-blocks' || code === 'chosen-value-mismatch'))
      continue
    const entries = entriesOf(trace)
    deepStrictEqual(entries, entriesOf(full).slice(0, entries.length), `cut at ${at}: the tokens are no prefix`)
  }
}

const essence = (trace: Trace): unknown => [
  trace.source.choice,
  trace.output.text,
  trace.tokens.map((token) => [token.text, token.logprob, token.part, token.special]),
]

function checksOf(format: Format, recording: Recording, mayLose: RegExp): Check[] {
  const { name, bytes } = recording
  const read = (pieces: Iterable<Uint8Array>): DecodeResult => decoded(format, recording, pieces)
  return [
    {
      name: `${name}: encode, decode, equal`,
      run() {
        const { traces } = read([bytes])
        if (traces.length === 0) return
        const { body, lost } = format.encode(traces)
        for (const issue of lost) ok(mayLose.test(issue.path), `${issue.path} is lost: ${issue.message}`)
        const again = decoded(format, {}, [new TextEncoder().encode(body)])
        sound(again, 'written and read back')
        deepStrictEqual(again.traces.map(essence), traces.map(essence))
        const twice = format.encode(again.traces)
        deepStrictEqual(JSON.parse(twice.body), JSON.parse(body), 'writing what was read back gives another body')
      },
    },
    {
      name: `${name}: split anywhere and coalesced, the same`,
      run() {
        const whole = read([bytes])
        sound(whole, 'whole')
        deepStrictEqual(read(chunksOf(bytes, () => 1)), whole, 'byte by byte')
        const random = seeded(bytes.length)
        for (let i = 0; i < 3; i++) deepStrictEqual(read(chunksOf(bytes, () => 1 + random.index(16 ** (i + 1)))), whole, 'in random chunks')
        for (const at of cuts(bytes.length, DECODED_BYTES))
          deepStrictEqual(read([bytes.slice(0, at), bytes.slice(at)]), whole, `split at ${at}`)
      },
    },
    {
      name: `${name}: truncated at every event, a prefix and an issue`,
      run() {
        const whole = read([bytes])
        const ends = eventEnds(bytes)
        const affordable = Math.max(12, Math.floor(DECODED_BYTES / Math.max(1, bytes.length)))
        const random = seeded(7)
        const few =
          ends.length <= affordable
            ? ends
            : ends.filter((_, i) => i < 6 || i >= ends.length - 6 || random.next() < affordable / ends.length)
        for (const at of few) if (at < bytes.length) checkPrefix(read([bytes.slice(0, at)]), whole, at)
        for (const at of few) if (at > 5) checkPrefix(read([bytes.slice(0, at - 5)]), whole, at - 5)
      },
    },
  ]
}

/**
 * The checks of a format over its recordings. `mayLose`: the paths of what the format cannot hold, such as `promptTokens`; anything else
 * that a round trip loses fails.
 */
export function formatConformance(format: Format, recordings: readonly Recording[], mayLose: RegExp): readonly Check[] {
  return [
    ...recordings.flatMap((recording) => checksOf(format, recording, mayLose)),
    hostileCheck(format, recordings),
    limitsCheck(format, recordings),
  ]
}
