/** Every value, id, byte and text of a recorded payload is in the trace or in a counted issue; and no trace holds a value that the payload did not. */
import type { Alternative, Token, Trace } from '@logitscope/core'
import { readRecordings, resultsOf } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import { payloadValues, valuesIn, type PayloadValues } from './payload-values.ts'

interface Accounted {
  readonly name: string
  readonly payload: PayloadValues
  readonly traces: readonly Trace[]
  /** Tokens and alternatives, those of prompts too. */
  readonly entries: readonly (Token | Alternative)[]
}

const all: readonly Accounted[] = readRecordings().flatMap((read) => {
  const traces = resultsOf(read).flatMap((result) => result.traces)
  const values = traces.length === 0 ? null : valuesIn(read.recording.bytes)
  if (values === null) return []
  const tokens = traces.flatMap((trace) => [...trace.tokens, ...(trace.promptTokens ?? [])])
  const entries = tokens.flatMap((token) => [token, ...token.alternatives])
  return [{ name: read.recording.name, payload: payloadValues(values), traces, entries }]
})

function counted(items: Iterable<unknown>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) {
    const key = JSON.stringify(item)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/**
 * These payloads say the same twice: events that bring a text piece by piece and once more when it is done, a prompt that is repeated in the
 * answer and scored beside it, linear and plain values of one entry.
 */
const SAYS_TWICE = /^(?:openai-responses|lmstudio)\/.*\.sse$|\/responses-stream|^openai-audio\/.*\.sse$|completions-(?:plain-)?echo-/
/** Values that are rounded where they are said again. */
const ROUNDED = 1e-6

/** How many of `wanted` are missing among what there is. */
function missing(wanted: Iterable<unknown>, there: Iterable<unknown>, twice: boolean): readonly string[] {
  const have = counted(there)
  return [...counted(wanted)].flatMap(([key, times]) => {
    const found = have.get(key) ?? 0
    if (twice && found > 0) return []
    return Array.from({ length: Math.max(0, times - found) }, () => key)
  })
}

const ACCOUNTS_FOR_ONE: ReadonlySet<string> = new Set([
  'sentinel',
  'non-finite',
  'missing-logprob',
  'wrong-type',
  'duplicate-blocks',
  'limit-exceeded',
  'unknown-field',
])

/** Entries that issues account for. A value that belongs to another token is left out with its list. */
function excused({ traces }: Accounted): number {
  const longest = traces.reduce((most, { evidence }) => Math.max(most, evidence.k), 0)
  return traces
    .flatMap(({ evidence }) => evidence.issues)
    .reduce((sum, { code, count, detail }) => {
      if (ACCOUNTS_FOR_ONE.has(code)) return sum + count
      const leftOut = code === 'chosen-value-mismatch' && (detail?.includes('left out') ?? false)
      return leftOut ? sum + count * (1 + Math.max(longest, 20)) : sum
    }, 0)
}

const twiceIn = ({ name }: Accounted): boolean => SAYS_TWICE.test(name)

/** A text as servers write it whose bytes are no characters, or that is a name: what it stands for is in bytes or id. */
const STANDS_FOR = /\\x[0-9a-f]{2}|^bytes:|^token_id:\d+$/
/** Marks of a vocabulary's own spelling. */
const plain = (text: string): string => text.replaceAll('Ġ', ' ').replaceAll('Ċ', '\n').replaceAll('▁', ' ')

/** Leaves beside the tokens that need not be in a trace, by the end of their path, and why. */
const SAYS_NOTHING: readonly (readonly [why: string, path: RegExp])[] = [
  ['says of which kind an object is', /\.(?:type|object|role|status|output_mode|event)$/],
  [
    'counts and times',
    /usage|timings|usageMetadata|_duration|_count$|tokens_(?:cached|evaluated|predicted)$|prompt_progress|created|(?:_at|createTime)$|generated_tokens$/,
  ],
  [
    'says where an object stands',
    /(?:index|sequence_number|id_slot|item_id|sequence_(?:id|start|end))$|\.(?:item|output)\.id$|Ranges?\.(?:start|end)$|textRange\.(?:start|end)$/,
  ],
  [
    'repeats the request',
    /generation_settings|\.(?:temperature|top_p|top_logprobs|tool_choice|truncation|background|store|seed|max_output_tokens|parallel_tool_calls)$|penalty$|\.tools\.|\.text\.(?:format|verbosity)|stop_reason$|stopping_word$|prompt_cache_retention$|\.prompt\.text$/,
  ],
  ['restates the prompt of the request, which was not scored', /\.prompt_token_ids$/],
  ['says whether the end is reached', /\.(?:done|stop|truncated|has_new_line)$/],
  ['follows from the list, or from the texts', /\.(?:rank|text_offset|special|avgLogprobs|cum_log_probs|logProbabilitySum)$/],
  ['judges the content', /content_filter|prompt_filter_results|safetyRatings/],
  ['names the machine', /fingerprint$|service_tier$|model_version$|billing|weight_versions|obfuscation$/],
]

describe.skipIf(all.length === 0)('the recorded payloads', () => {
  it('are enough to mean something', () => {
    expect(all.length).toBeGreaterThan(380)
    expect(all.reduce((sum, { payload }) => sum + payload.logprobs.length, 0)).toBeGreaterThan(60_000)
  })

  it.each(all.map((one) => [one.name, one] as const))('%s: every value is kept or told of, and none is made up', (_, one) => {
    const { payload, entries } = one
    const values = entries.map(({ logprob }) => logprob).filter((value) => value !== null)
    const lost = missing(payload.logprobs, values, twiceIn(one)).map(Number)
    const unsaid = twiceIn(one) ? lost.filter((value) => !values.some((other) => Math.abs(other - value) <= ROUNDED)) : lost
    expect(unsaid.length, `e.g. ${unsaid[0] ?? ''}`).toBeLessThanOrEqual(excused(one))
    const given = new Set(payload.logprobs)
    expect(values.filter((value) => !given.has(value))).toEqual([])
    // The first token of a prompt has no value in any format.
    const prompts = one.traces.filter(({ promptTokens }) => promptTokens !== undefined).length
    expect(payload.holes.length).toBeLessThanOrEqual(excused(one) + Math.max(prompts, one.traces.length))
  })

  it.each(all.map((one) => [one.name, one] as const))('%s: every id, byte and text is kept or told of', (_, one) => {
    const { payload, entries } = one
    const most = excused(one)
    expect(
      missing(
        payload.ids,
        entries.map(({ id }) => id).filter((id) => id !== undefined),
        twiceIn(one),
      ).length,
    ).toBeLessThanOrEqual(most)
    const texts = entries.map(({ text }) => text)
    const ids = new Set(entries.map(({ id }) => id))
    const bytes = new Set(entries.flatMap((entry) => (entry.bytes === undefined ? [] : [entry.bytes.join()])))
    const lostBytes = missing(
      payload.bytes,
      entries.map((entry) => entry.bytes),
      twiceIn(one),
    ).filter((key) => {
      const list = JSON.parse(key) as readonly number[]
      const spelled = new TextDecoder().decode(Uint8Array.from(list))
      // The bytes of an id's name, of a replacement character, or of the very text that stands beside them.
      const name = /^token_id:(\d+)$/.exec(spelled)
      return list.length > 0 && !(name !== null && ids.has(Number(name[1]))) && !spelled.includes('\ufffd') && !texts.includes(spelled)
    })
    expect(lostBytes.length, lostBytes[0] ?? '').toBeLessThanOrEqual(most)
    const lostTexts = missing(payload.texts, texts, twiceIn(one)).filter((key) => {
      const text = JSON.parse(key) as string
      if (!STANDS_FOR.test(text)) return !texts.includes(plain(text))
      const name = /^token_id:(\d+)$/.exec(text)
      return name === null ? bytes.size === 0 : !ids.has(Number(name[1]))
    })
    expect(lostTexts.length, lostTexts[0] ?? '').toBeLessThanOrEqual(most)
  })

  it.each(all.map((one) => [one.name, one] as const))('%s: everything else is kept, told of, or known to say nothing', (_, one) => {
    const { payload, traces } = one
    const kept = new Set<unknown>()
    const gather = (value: unknown): void => {
      if (typeof value === 'object' && value !== null) Object.values(value).forEach(gather)
      else kept.add(value)
    }
    traces.forEach(gather)
    const texts = traces.map(({ output, promptTokens }) =>
      [
        output.reasoning,
        output.text,
        output.refusal,
        ...(output.toolCalls ?? []).map((call) => call.arguments),
        (promptTokens ?? []).map(({ text }) => plain(text)).join(''),
      ].join('\u0001'),
    )
    const details = traces.flatMap(({ evidence }) => evidence.issues.map(({ detail }) => detail ?? '')).join(' ')
    // A prompt whose tokens are named by their ids is kept as those.
    const isNamed = traces.some(({ promptTokens }) => promptTokens?.some(({ text }) => STANDS_FOR.test(text)) ?? false)
    const dropped = payload.others.filter(({ path, value }) => {
      if (kept.has(value) || kept.has(String(value)) || SAYS_NOTHING.some(([, ends]) => ends.test(path))) return false
      const name = path.split('.').at(-1)!
      if (name !== '' && details.includes(name)) return false
      if (typeof value !== 'string') return true
      if (isNamed && path === '.choices.text') return false
      const bare = value.replaceAll(/<\/?reasoning>/g, '\u0002')
      // A prompt before the answer is cut off.
      const ends = traces.some(({ output }) => output.text !== '' && value.endsWith(output.text))
      return !ends && !bare.split('\u0002').every((piece) => texts.some((text) => text.includes(piece)))
    })
    const shown = [...new Set(dropped.map(({ path, value }) => `${path}: ${JSON.stringify(value).slice(0, 80)}`))]
    const byIssue = traces.some(({ evidence }) => evidence.issues.some(({ code }) => code === 'entries-missing'))
    expect(byIssue ? shown.filter((line) => !line.startsWith('.tokens:')) : shown).toEqual([])
  })
})
