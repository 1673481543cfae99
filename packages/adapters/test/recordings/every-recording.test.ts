/** Every recorded answer is read, nothing throws, and what is wrong with it is told. */
import { utf8Decode, type Trace } from '@logitscope/core'
import { readRecordings } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'

const all = readRecordings()
const real = all.filter(({ recording }) => recording.name.startsWith('real/'))

/** Routes that answer with what a model wrote. */
const ANSWERS = /^\/(v1\/(chat\/completions|completions|responses|messages)|completions?|inference\/v1\/generate)$/

/** Reasons why the tokens of an answer may not spell its text. */
const EXCUSES: ReadonlySet<string> = new Set([
  'text-mismatch',
  'entries-missing',
  'entries-extra',
  'no-logprobs',
  'missing-logprob',
  'duplicate-blocks',
])

function spells({ tokens, output, evidence, request }: Trace): boolean {
  if (evidence.tier === 'none' || evidence.issues.some(({ code }) => EXCUSES.has(code))) return true
  const said = tokens.filter(({ part, special }) => part === 'content' && special !== true)
  if (said.some(({ bytes }) => bytes === undefined)) return true
  const text = utf8Decode(Uint8Array.from(said.flatMap(({ bytes }) => bytes ?? [])))
  // Some servers repeat the beginning of the answer that the client wrote itself; no entries stand for it.
  const last = request.messages?.at(-1)
  const begun = last?.role === 'assistant' ? (last.content ?? '') : ''
  return said.length === 0 || (begun + text).includes(output.text.trim())
}

describe.skipIf(all.length === 0)('every recording', () => {
  it.each(all.map((read) => [read.recording.name, read] as const))('%s gives outputs or says why not', (_, { records }) => {
    expect(records.length).toBeGreaterThan(0)
    for (const { traces, issues } of records) {
      if (traces.length === 0) expect(issues.length).toBeGreaterThan(0)
      for (const { message } of issues) expect(message.length).toBeGreaterThan(10)
    }
  })

  it('reads every answer of a real server, and takes every error for one', () => {
    const unread: string[] = []
    for (const { recording, path = '', status = 0, records } of real) {
      if (!ANSWERS.test(path)) continue
      const codes = records.flatMap(({ issues }) => issues.map(({ code }) => code))
      const answered = records.every(({ traces }) => traces.length > 0)
      if (!(status >= 400 ? codes.length > 0 && !answered : answered || codes.includes('api-error') || codes.includes('empty')))
        unread.push(`${recording.name}: status ${status}, ${codes.join(', ') || 'read as an answer'}`)
    }
    expect(unread).toEqual([])
  })

  it('spells the text of the answer, or says why not', () => {
    const wrong = all.flatMap(({ recording, withRequest }) =>
      (withRequest?.traces ?? []).filter((trace) => !spells(trace)).map((trace) => `${recording.name} ${trace.id}`),
    )
    expect(wrong).toEqual([])
  })

  it('keeps every list in order and never adds up to more than 1', () => {
    const wrong: string[] = []
    for (const { recording, withRequest } of real) {
      for (const { tokens, evidence } of withRequest?.traces ?? []) {
        const sorted = tokens.every(({ alternatives }) =>
          alternatives.every(({ logprob }, i) => i === 0 || logprob <= alternatives[i - 1]!.logprob),
        )
        if (!sorted || evidence.issues.some(({ code }) => code === 'mass-above-one')) wrong.push(recording.name)
      }
    }
    expect(wrong).toEqual([])
  })
})
