/** What the tests of the records room share. */
import { createRecordReader, type ReadRecord, type RecordReaderOptions } from '../src/records/index.ts'

const encoder = new TextEncoder()

/** Reads an input, cut at the given offsets. Each chunk is overwritten after it was pushed, to show that nothing is kept by reference. */
export function read(input: string | Uint8Array, options: RecordReaderOptions = {}, cuts: readonly number[] = []): ReadRecord[] {
  const bytes = typeof input === 'string' ? encoder.encode(input) : input
  const reader = createRecordReader(options)
  const records: ReadRecord[] = []
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    const chunk = bytes.slice(from, to)
    records.push(...reader.push(chunk))
    chunk.fill(0x7b)
    from = to
  }
  return [...records, ...reader.end()]
}

/** One word for each record: its format and texts, or the code of its first issue. */
export const brief = (records: readonly ReadRecord[]): string[] =>
  records.map(({ format, traces, issues }) =>
    traces.length === 0 ? (issues[0]?.code ?? 'nothing') : `${format ?? ''}: ${traces.map((trace) => trace.output.text).join(' | ')}`,
  )

export const entry = (token: string, logprob: number): object => ({ token, logprob, bytes: [...encoder.encode(token)], top_logprobs: [] })

export const body = (text: string, id = 'chatcmpl-1'): object => ({
  id,
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: text }, logprobs: { content: [entry(text, -0.5)] }, finish_reason: 'stop' }],
})

/** An event of a stream; with `finish`, its last. */
export const chunk = (text: string, id: string, finish: string | null = null): object => ({
  id,
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'm',
  choices: [
    {
      index: 0,
      delta: finish === null ? { content: text } : {},
      logprobs: finish === null ? { content: [entry(text, -1)] } : null,
      finish_reason: finish,
    },
  ],
})

export const columns = (text: string): object => ({ question: 'Who?', tokens: [text], logprobs: [-0.5], response: text, correct: 1 })

export const line = (...values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')

export const stream = (...values: readonly object[]): string =>
  `${values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join('')}data: [DONE]\n\n`

export const error = { error: { message: 'no such model', type: 'invalid_request_error', code: 'model_not_found' } }
