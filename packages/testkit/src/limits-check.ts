/** The limits of a decoder hold for every format: what lies beyond one is left out and counted. */
import { deepStrictEqual, ok } from 'node:assert/strict'
import type { DecodeResult, Format } from '@logitscope/adapters'
import type { Trace } from '@logitscope/core'
import type { Check } from './check.ts'
import { decoded, sound } from './decode-recording.ts'
import type { Recording } from './recordings.ts'

const listsOf = (trace: Trace): (readonly Trace['tokens'][number][])[] => [[...trace.tokens], [...(trace.promptTokens ?? [])]]
const longest = ({ traces }: DecodeResult, length: (tokens: readonly Trace['tokens'][number][]) => number): number =>
  Math.max(0, ...traces.flatMap((trace) => listsOf(trace).map(length)))
const mostTokens = (result: DecodeResult): number => longest(result, (tokens) => tokens.length)
const mostAlternatives = (result: DecodeResult): number =>
  longest(result, (tokens) => tokens.reduce((most, { alternatives }) => Math.max(most, alternatives.length), 0))

function counted({ traces, issues }: DecodeResult): boolean {
  return (
    issues.some(({ code }) => code === 'limit-exceeded' || code === 'record-too-large') ||
    traces.some(({ evidence }) => evidence.issues.some(({ code }) => code === 'limit-exceeded'))
  )
}

function checkTokens(format: Format, recording: Recording, whole: DecodeResult): void {
  const most = Math.floor(mostTokens(whole) / 2)
  if (most === 0) return
  const result = decoded(format, recording, [recording.bytes], { tokens: most })
  sound(result, `at most ${most} tokens`)
  ok(mostTokens(result) <= most, `at most ${most} tokens: ${mostTokens(result)} are kept`)
  ok(counted(result), `at most ${most} tokens: nothing says that some are left out`)
  // A block that repeats is found only where it is whole, and a prompt that is repeated takes its share.
  const differs = whole.traces.some(
    ({ evidence, promptTokens }) => promptTokens !== undefined || evidence.issues.some(({ code }) => code === 'duplicate-blocks'),
  )
  if (differs) return
  deepStrictEqual(
    result.traces.map(({ tokens }) => tokens.map(({ text }) => text)),
    whole.traces.map(({ tokens }) => tokens.slice(0, most).map(({ text }) => text)),
    `at most ${most} tokens: not the first of them`,
  )
}

function checkAlternatives(format: Format, recording: Recording, whole: DecodeResult): void {
  const most = mostAlternatives(whole) - 1
  if (most < 1) return
  const result = decoded(format, recording, [recording.bytes], { alternatives: most })
  sound(result, `at most ${most} alternatives`)
  ok(mostAlternatives(result) <= most, `at most ${most} alternatives: ${mostAlternatives(result)} are kept`)
  ok(counted(result), `at most ${most} alternatives: nothing says that some are left out`)
}

function checkBytes(format: Format, recording: Recording): void {
  const { bytes } = recording
  // The limit is that of a body, of an event, a line or an element of a list.
  const text = new TextDecoder().decode(bytes)
  const isStream =
    !/^\s*\{/.test(text) ||
    text
      .trim()
      .split('\n')
      .every((line) => line.startsWith('{') && line.endsWith('}') && line !== text.trim())
  const most = isStream ? 16 : bytes.length - 1
  const result = decoded(format, recording, [bytes], { recordBytes: most })
  sound(result, `at most ${most} bytes`)
  ok(
    result.issues.some(({ code }) => code === 'record-too-large'),
    `at most ${most} bytes: nothing says that the record is too large`,
  )
  if (!isStream) deepStrictEqual(result.traces, [], `at most ${most} bytes: something is read all the same`)
}

export function limitsCheck(format: Format, recordings: readonly Recording[]): Check {
  return {
    name: 'limits of tokens, alternatives and bytes hold, and what they leave out is counted',
    run() {
      for (const recording of recordings) {
        const whole = decoded(format, recording, [recording.bytes])
        try {
          checkTokens(format, recording, whole)
          checkAlternatives(format, recording, whole)
          checkBytes(format, recording)
        } catch (error) {
          if (error instanceof Error) error.message = `${recording.name}: ${error.message}`
          throw error
        }
      }
    },
  }
}
