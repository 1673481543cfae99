import { describe, expect, it } from 'vitest'
import { body, brief, columns, error, line, read } from '../../test/read-records.ts'

const encoder = new TextEncoder()

describe('bad input gives an issue, and everything else is still read', () => {
  const good = line(columns('good'))
  it.each<[string, string, unknown[]]>([
    ['an empty file', '', ['empty']],
    ['an HTML error page', '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>', ['html']],
    ['text', 'upstream connect error or disconnect/reset before headers', ['not-json']],
    ['an API error', line(error), ['api-error']],
    [
      'other shapes of errors',
      line(
        { detail: 'Not Found' },
        { object: 'error', message: 'x', code: 400 },
        { type: 'error', error: { type: 'overloaded_error', message: 'x' } },
      ),
      ['api-error', 'api-error', 'api-error'],
    ],
    ['an error in a stream', `data: ${JSON.stringify(error)}\n\n`, ['api-error']],
    ['an error in a pair', line({ request: {}, response: error }) + good, ['api-error', 'columns: good']],
    [
      'a failed request of a batch',
      line(
        { custom_id: 'a', response: null, error: { code: 'batch_expired', message: 'x' } },
        { custom_id: 'b', response: { status_code: 400, body: error } },
      ) + good,
      ['api-error', 'api-error', 'columns: good'],
    ],
    ['an event stream of something else', 'data: hello\n\n', ['unknown-format']],
    ['an event stream of other objects', 'data: {"a":1}\n\n', ['unknown-format']],
    ['a cut-off line', `{"tokens":["a"],"logpr\n${good}`, ['cut-off-json', 'columns: good']],
    ['a cut-off body', JSON.stringify(body('a'), null, 2).slice(0, -20), ['cut-off-json']],
    ['a name like that of the prototype', `{"__proto__":{"tokens":["a"],"logprobs":[-1]}}\n${good}`, ['unknown-format', 'columns: good']],
    ['texts where numbers belong', `{"tokens":["a"],"logprobs":"high"}\n${good}`, ['missing-column', 'columns: good']],
    ['columns of different lengths', `{"tokens":["a","b"],"logprobs":[-1]}\n${good}`, ['length-mismatch', 'columns: good']],
    ['bare NaN and Infinity', `{"tokens":["a","b"],"logprobs":[NaN,-Infinity]}\n${good}`, ['columns: ab', 'columns: good']],
    [
      'lone surrogates',
      `{"tokens":["\\ud83d","\\ude00"],"logprobs":[-1,-1],"text":"\\ud83d"}\n${good}`,
      ['columns: \ud83d', 'columns: good'],
    ],
    ['NUL', `{"tokens":["\\u0000"],"logprobs":[-1]}\n\0\0\n${good}`, ['columns: \0', 'not-text', 'columns: good']],
    ['bare values', `1\n"a"\nnull\n${good}`, ['not-answer', 'columns: good'].map((code) => code.replace('not-answer', 'not-an-answer'))],
    ['an empty list', `[]\n${good}`, ['no-records', 'columns: good']],
    ['an empty object', `{}\n${good}`, ['unknown-format', 'columns: good']],
    [
      'a multiple-choice record',
      `{"question":"?","choices":["a","b"],"answer":"A","top":{"A":-0.1}}\n${good}`,
      ['not-an-answer', 'columns: good'],
    ],
    ['a list of models', `{"object":"list","data":[{"id":"m"}]}\n${good}`, ['not-an-answer', 'columns: good']],
    ['embeddings', `{"object":"list","data":[{"embedding":[1]}]}\n${good}`, ['not-an-answer', 'columns: good']],
    ['a request', `{"model":"m","messages":[]}\n${good}`, ['not-an-answer', 'columns: good']],
    ['a batch input file', `{"custom_id":"a","method":"POST","url":"/v1/x","body":{}}\n${good}`, ['not-an-answer', 'columns: good']],
    ['a text without numbers', `{"prompt":"p","response":"r"}\n${good}`, ['no-logprobs', 'columns: good']],
    [
      'an answer of an unknown format',
      `{"details":{"tokens":[{"my_logprob":-1}]},"text":"x"}\n${good}`,
      ['unknown-format', 'columns: good'],
    ],
    ['several answers in one record', `${JSON.stringify({ a: body('a'), b: body('b') })}\n${good}`, ['several-answers', 'columns: good']],
    ['a request without a response', `{"request":{"model":"m"},"response":null}\n${good}`, ['api-error', 'columns: good']],
    ['a trace of a newer schema', `{"schema":2,"tokens":[]}\n${good}`, ['unsupported-schema', 'columns: good']],
    ['a trace without its parts', `{"schema":1,"id":"x","tokens":5}\n${good}`, ['wrong-type', 'columns: good']],
  ])('%s', (_, input, expected) => {
    expect(brief(read(input))).toEqual(expected)
  })

  it.each([
    ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['lists in an object', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['messages of columns', `{"tokens":["a"],"logprobs":[-1],"messages":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['lists that are never closed', `{"a":${'['.repeat(100_000)}`],
  ])('100 000 levels of %s', (_, deep) => {
    const records = read(`${deep}\n${good}`)
    expect(records[0]!.traces).toEqual([])
    expect(records[0]!.issues).toHaveLength(1)
    expect(brief(records.slice(-1))).toEqual(['columns: good'])
    expect(() => JSON.stringify(records)).not.toThrow()
  })

  it('bytes that are not UTF-8 are read as U+FFFD, with an issue', () => {
    const broken = encoder.encode(line(columns('a?b')))
    broken[broken.indexOf(0x3f, 30)] = 0xff
    const [record] = read(Uint8Array.from([...broken, ...encoder.encode(good)]))
    expect(record!.traces).toHaveLength(1)
    expect(record!.issues.map(({ code }) => code)).toEqual(['invalid-utf8'])
  })

  it('a million alternatives are read up to the limit', () => {
    const top = `{${Array.from({ length: 1_000_000 }, (_, i) => `"t${i}":-${i / 100_000}`).join(',')}}`
    const records = read(`{"tokens":["t0"],"logprobs":[-0],"top":[${top}]}\n${good}`)
    expect(records[0]!.traces[0]!.evidence).toMatchObject({ tier: 'top-k', k: 262_144 })
    expect(brief(records.slice(1))).toEqual(['columns: good'])
  })

  it('a line that is too long is passed over with its size', () => {
    const records = read(`{"text":"${'x'.repeat(3_000_000)}"}\n${good}`, { limits: { recordBytes: 1_000_000 } })
    expect(records.map(({ issues, line: at }) => [issues[0]?.message.slice(0, 26), at])).toEqual([
      ['this value takes 3000011 b', 1],
      [undefined, 2],
    ])
  })

  it('says line and record of each', () => {
    const records = read(`${good}\n{"tokens":["a"],"logprobs":[-1\n\noops\nmore\n${good}`)
    expect(records.map(({ index, line: at, issues }) => [index, at, issues[0]?.code])).toEqual([
      [0, 1, undefined],
      [1, 3, 'cut-off-json'],
      [2, 5, 'not-json'],
      [3, 7, undefined],
    ])
    expect(records[2]!.issues[0]!.message).toContain('lines 5 to 6')
  })
})
