import { analyze, STARTING_PROFILE } from '@logitscope/core'
import { anyTrace } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packAnswer, unpackAnswer } from '../src/sqlite/payload/answer-payload.ts'

describe('the payload of an answer', () => {
  it('gives back every trace and its analysis exactly', async () => {
    await fc.assert(
      fc.asyncProperty(anyTrace, async (trace) => {
        const analysis = analyze(trace, STARTING_PROFILE)
        const { receivedAt = 0 } = trace
        const back = unpackAnswer(await packAnswer(trace, analysis), receivedAt)
        expect(back.trace).toEqual({ ...trace, receivedAt })
        expect(back.analysis).toEqual(analysis)
      }),
    )
  })
})
