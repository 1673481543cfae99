import type { Trace } from '@logitscope/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DecodeOptions } from '../../contract.ts'
import { encodeColumns } from './encode-columns.ts'
import { readColumns, type ColumnsResult } from './read-columns.ts'

const options: DecodeOptions = { requestId: 'r', startedAt: 5, context: { project: 'p', item: 'i' } }

function read(record: object, more: Partial<DecodeOptions> = {}): ColumnsResult {
  const result = readColumns(record as Readonly<Record<string, unknown>>, { ...options, ...more })
  if (result === null) throw new Error('not read as columns')
  return result
}

function traceOf(record: object, more: Partial<DecodeOptions> = {}): Trace {
  const { trace } = read(record, more)
  if (trace === null) throw new Error('no trace')
  return trace
}

describe('any record', () => {
  const scalar = fc.oneof(
    fc.double(),
    fc.string(),
    fc.constant(null),
    fc.boolean(),
    fc.constantFrom('NaN', '-1', '<|x|>', '\ud800', '\0', 'Ġa', '▁b'),
  )
  const list = fc.oneof(
    fc.array(scalar, { maxLength: 4 }),
    fc.dictionary(fc.string(), scalar),
    fc.array(fc.array(scalar, { maxLength: 3 }), { maxLength: 3 }),
    scalar,
  )
  const record = fc.record(
    {
      tokens: fc.array(fc.oneof(fc.string(), scalar), { maxLength: 5 }),
      logprobs: fc.array(scalar, { maxLength: 5 }),
      top: fc.array(list, { maxLength: 5 }),
      ids: fc.array(scalar, { maxLength: 5 }),
      vocabulary: scalar,
      text: scalar,
      prompt: scalar,
      model: scalar,
      finish: scalar,
      messages: fc.jsonValue(),
    },
    { requiredKeys: ['tokens', 'logprobs'] },
  )

  it('is read without a throw; every value kept is finite, every list sorted', () => {
    fc.assert(
      fc.property(record, (value) => {
        const { trace, issues } = read(value)
        if (trace === null) {
          expect(issues.length).toBeGreaterThan(0)
          return
        }
        expect(trace.tokens).toHaveLength(value.tokens.length)
        for (const { logprob, alternatives } of trace.tokens) {
          if (logprob !== null) expect(Number.isFinite(logprob)).toBe(true)
          alternatives.forEach((entry, i) => expect(entry.logprob).toBeLessThanOrEqual(alternatives[i - 1]?.logprob ?? Infinity))
        }
        expect(() => JSON.stringify(trace)).not.toThrow()
      }),
    )
  })

  it('is the same after being written and read again', () => {
    const token = fc.constantFrom('a', ' b', 'é', '日', '<|im_end|>', '\n')
    const answer = fc.array(fc.tuple(token, fc.double({ min: -20, max: 0, noNaN: true }), fc.uniqueArray(token, { maxLength: 3 })), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(answer, fc.boolean(), (rows, withIds) => {
        const trace = traceOf({
          tokens: rows.map(([text]) => text),
          logprobs: rows.map(([, logprob]) => logprob),
          top: rows.map(([, , texts]) => texts.map((text, i) => [text, -i - 1])),
          ...(withIds ? { ids: rows.map((_, i) => i) } : {}),
          question: 'q',
          model: 'm',
          finish: 'length',
        })
        const { body, lost } = encodeColumns([trace], { correct: true })
        expect(lost).toEqual([])
        const line = JSON.parse(body) as Readonly<Record<string, unknown>>
        expect(line['correct']).toBe(true)
        const again = traceOf(line)
        expect(again.tokens).toEqual(trace.tokens)
        expect(again.output).toEqual(trace.output)
      }),
    )
  })
})

it('encodeColumns says what a line cannot hold', () => {
  const trace = traceOf({ tokens: ['a'], logprobs: [-1] })
  const { lost } = encodeColumns([{ ...trace, output: { ...trace.output, refusal: 'no' }, usage: { input: 1, output: 2 } }])
  expect(lost.map(({ path }) => path).sort()).toEqual(['output.refusal', 'usage'])
})
