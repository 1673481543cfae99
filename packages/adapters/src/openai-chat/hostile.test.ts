// Payloads written from the vendors' documentation and source code for what no recording shows.
import { chunk, codesOf, content, entry, onlyTrace, readWhole, top } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import type { DecodeResult } from '../contract.ts'
import { openAiChat } from './index.ts'

const encoder = new TextEncoder()
const options = { requestId: 'r', startedAt: 0 }

describe('what is not understood', () => {
  it('is counted with its path, but not what is known to say nothing, nor what is null', () => {
    const trace = onlyTrace(
      readWhole(
        { content: 'a', mood: 'good', annotations: [] },
        { ...content(entry('a', -1, { colour: 'red', hue: null })), novelty: 1 },
        { obfuscation: 'xx', service_tier: 'default', extra: {}, other: null },
      ),
    )
    expect(trace.evidence.issues).toEqual([{ code: 'unknown-field', count: 4, detail: expect.stringContaining('choices[].novelty') }])
  })

  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n ', 'empty'],
    ['a page', '<html><body>502</body></html>', 'not-an-answer'],
    ['cut-off JSON', '{"choices":[{"index":0', 'malformed-json'],
    ['another object', '{"hello":1}', 'not-an-answer'],
    ['comments only', ': ping\n\n', 'empty'],
  ])('gives an issue and no trace: %s', (_, text, code) => {
    const decoder = openAiChat.decoder(options)
    decoder.push(encoder.encode(text))
    const result = decoder.end()
    expect(result.traces).toEqual([])
    expect(result.issues.map((issue) => issue.code)).toEqual([code])
  })

  it('keeps to its limits and says what it left out', () => {
    const body = JSON.stringify({
      choices: [
        {
          index: 0,
          message: { content: 'aaaa' },
          finish_reason: 'stop',
          logprobs: { content: Array.from({ length: 4 }, () => entry('a', -1, top(['a', -1], ['b', -2], ['c', -3]))) },
        },
      ],
    })
    const read = (limits: object): DecodeResult => {
      const decoder = openAiChat.decoder({ ...options, limits })
      decoder.push(encoder.encode(body))
      return decoder.end()
    }
    const few = onlyTrace(read({ tokens: 2, alternatives: 2 }))
    expect(few.tokens.map(({ alternatives }) => alternatives.length)).toEqual([2, 2])
    expect(few.evidence.issues.find(({ code }) => code === 'limit-exceeded')).toMatchObject({ count: 5 })
    expect(read({ recordBytes: 100 })).toMatchObject({ traces: [], issues: [{ code: 'record-too-large' }] })
    const decoder = openAiChat.decoder({ ...options, limits: { recordBytes: 300 } })
    decoder.push(
      encoder.encode(
        `data: ${JSON.stringify(chunk({ content: 'a' }))}\n\ndata: ${JSON.stringify(chunk({ content: 'b'.repeat(400) }))}\n\ndata: ${JSON.stringify(chunk({ content: 'c' }, { finish_reason: 'stop' }))}\n\ndata: [DONE]\n\n`,
      ),
    )
    const long = decoder.end()
    expect(onlyTrace(long).output.text).toBe('ac')
    expect(long.issues.map((issue) => issue.code)).toEqual(['record-too-large'])
    expect(codesOf(onlyTrace(long))).toContain('limit-exceeded')
  })

  it('never lets a name of a field reach the prototype', () => {
    const decoder = openAiChat.decoder(options)
    decoder.push(
      encoder.encode(
        '{"__proto__":{"x":1},"choices":[{"index":0,"message":{"content":"a","__proto__":{"y":1}},"logprobs":{"tokens":["a"],"token_logprobs":[-1],"top_logprobs":[{"__proto__":-1,"a":-2}]},"finish_reason":"stop"}]}',
      ),
    )
    const trace = onlyTrace(decoder.end())
    expect(trace.tokens[0]!.alternatives.map(({ text }) => text)).toEqual(['__proto__', 'a'])
    expect(({} as { x?: number }).x).toBeUndefined()
  })
})
