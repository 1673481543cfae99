/** What real servers are known to do wrong, each held against the recordings that show it. */
import type { Trace } from '@logitscope/core'
import { readRecordings, type ReadRecording } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'

const real = readRecordings().filter(({ recording }) => recording.name.startsWith('real/'))

const tracesOf = ({ withRequest }: ReadRecording): readonly Trace[] => withRequest?.traces ?? []
const codes = ({ evidence }: Trace): readonly string[] => evidence.issues.map(({ code }) => code)
const has =
  (...wanted: readonly string[]) =>
  (trace: Trace): boolean =>
    wanted.every((code) => codes(trace).includes(code))
const none = ({ evidence }: Trace): boolean => evidence.tier === 'none' && evidence.issues.length > 0
const complete = ({ evidence }: Trace): boolean => evidence.completeness === 1 || evidence.completeness === null
const incomplete = (trace: Trace): boolean => has('entries-missing')(trace) && trace.evidence.completeness! < 1
const ended = (trace: Trace): boolean => trace.tokens.at(-1)?.special === true && complete(trace)

interface Fault {
  readonly what: string
  /** `server/kind`, and `whole` or `streamed` behind a blank. */
  readonly where: RegExp
  /** Fewest recordings that show it: the test is worth nothing without. */
  readonly least: number
  readonly holds: (trace: Trace) => boolean
  /** It need only hold for one of the outputs. */
  readonly some?: true
}

const FAULTS: readonly Fault[] = [
  {
    what: 'entries of characters that are split over tokens do not come',
    where: /^llama-server\/chat-(turkish-emoji|cut-mid-char) /,
    least: 4,
    holds: incomplete,
  },
  {
    what: 'one token for each entry, also of a split character',
    where: /^vllm\/chat-(emoji|turkish|cut-mid-char)/,
    least: 10,
    holds: complete,
  },
  { what: 'the entry of the end of the sequence is special', where: /^llama-server\/chat-eos whole$/, least: 1, holds: ended },
  { what: 'the end of the sequence is counted where it has an entry', where: /^llama-server\/native-eos /, least: 2, holds: complete },
  { what: 'the entry of the end of the sequence is special', where: /^vllm\/chat-eos /, least: 2, holds: ended },
  {
    what: 'the end of the sequence that a stream loses is explained',
    where: /^llama-server\/chat-grammar-yesno streamed$/,
    least: 1,
    holds: complete,
  },
  {
    what: 'removed entries at a stop string are missed',
    where: /^llama-server\/(chat-stop-midtoken .*|native-stop whole)$/,
    least: 3,
    holds: incomplete,
  },
  {
    what: 'an entry that stands for the text before a stop string but holds the value of the stop word',
    where: /^llama-server\/native-stop streamed$/,
    least: 1,
    holds: has('chosen-value-mismatch'),
  },
  { what: 'what covers the stop text too is no fault', where: /^vllm\/chat-stop/, least: 4, holds: (trace) => codes(trace).length === 0 },
  { what: 'usage of one choice is not taken for that of all', where: /^llama-server\/chat-n2 /, least: 2, holds: complete },
  { what: 'usage of all choices is shared out', where: /^vllm\/chat-n2 /, least: 2, holds: complete },
  {
    what: 'the chosen token takes the place of the true first',
    where: /^vllm\/chat-n8-top2-chosen-outside /,
    least: 2,
    some: true,
    holds: has('not-true-top-k'),
  },
  { what: 'equal texts in a dict collapse', where: /^vllm\/completions-multibyte /, least: 2, holds: has('not-true-top-k') },
  { what: 'equal texts in a dict collapse', where: /^llama-cpp-python\/completions-multibyte /, least: 1, holds: has('not-true-top-k') },
  {
    what: 'an echo is off by one, so that its values are none',
    where: /^llama-cpp-python\/completions-echo-\w+ whole$/,
    least: 3,
    holds: none,
  },
  {
    what: 'an echo that a stream ignores leaves its values right',
    where: /^llama-cpp-python\/completions-echo-\w+ streamed$/,
    least: 1,
    holds: complete,
  },
  {
    what: 'the tokens that a grammar forbids are placeholders',
    where: /^vllm\/(chat-choice|chat-json-schema|.*-grammar) /,
    least: 6,
    holds: has('sentinel'),
  },
  {
    what: 'a grammar is not in the value: what was chosen is not listed',
    where: /^llama-server\/chat-grammar-yesno /,
    least: 2,
    holds: has('chosen-not-listed'),
  },
  {
    what: 'the chosen token is not among the alternatives',
    where: /^llama-server\/chat-top3-t1.5-chosen-outside /,
    least: 2,
    holds: has('chosen-not-listed'),
  },
  { what: 'a list in the order of ids', where: /^vllm\/chat-logprob_token_ids /, least: 2, holds: has('unsorted-alternatives') },
  {
    what: 'the whole vocabulary is a distribution',
    where: /^vllm\/processed-chat-top_logprobs-all /,
    least: 2,
    holds: ({ evidence }) => evidence.tier === 'distribution',
  },
  {
    what: 'probabilities after sampling',
    where: /^llama-server\/(.*-post-.*|chat-topk3-postsampling) /,
    least: 10,
    holds: ({ evidence }) => evidence.basis === 'post-sampling',
  },
  { what: 'values before sampling', where: /^llama-server\/native-.*-pre-/, least: 6, holds: ({ evidence }) => evidence.basis === 'raw' },
  { what: '0 alternatives give nothing', where: /^llama-server\/(chat-top0-t0|completions-logprobs0) /, least: 4, holds: none },
  {
    what: '0 alternatives give the chosen token',
    where: /^vllm\/chat-top(0-t0|unset-t0) /,
    least: 4,
    holds: ({ evidence }) => evidence.tier === 'selected',
  },
  { what: 'nothing was asked for', where: /\/(chat|completions)-nologprobs/, least: 6, holds: none },
  { what: 'alternatives not asked for are none', where: /^llama-cpp-python\/chat-topunset-t0 /, least: 2, holds: none },
  { what: 'a scored prompt is no answer', where: /^vllm\/completions-(prompt_logprobs0|echo-max0) /, least: 4, holds: none },
]

const place = ({ server, kind, streamed }: ReadRecording): string => `${server}/${kind} ${streamed ? 'streamed' : 'whole'}`

describe.skipIf(real.length === 0)('what servers are known to do', () => {
  it.each(FAULTS.map((fault) => [`${fault.where.source}: ${fault.what}`, fault] as const))('%s', (_, { where, least, holds, some }) => {
    const shown = real.filter((read) => where.test(place(read)))
    expect(shown.length).toBeGreaterThanOrEqual(least)
    const wrong = shown.filter((read) => {
      const traces = tracesOf(read)
      return traces.length === 0 || !(some === true ? traces.some(holds) : traces.every(holds))
    })
    expect(
      wrong.map(
        (read) =>
          `${place(read)}: ${tracesOf(read)
            .map((trace) => `${trace.evidence.tier} ${codes(trace).join(' ')}`)
            .join(' | ')}`,
      ),
    ).toEqual([])
  })

  it('takes an error inside a stream with status 200 for one', () => {
    const errors = real.filter(
      ({ server, kind, streamed, status }) => server === 'vllm' && streamed && status === 200 && kind.startsWith('err-'),
    )
    expect(errors.length).toBeGreaterThanOrEqual(2)
    for (const { records } of errors) expect(records.flatMap(({ issues }) => issues.map(({ code }) => code))).toContain('api-error')
  })
})
