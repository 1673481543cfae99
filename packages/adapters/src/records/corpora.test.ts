/** The reader on real files: answer sets of published studies and recordings of real servers. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { sharedPath } from '@logitscope/testkit'
import { findFormat } from '../formats.ts'
import type { ReadRecord } from './contract.ts'
import { createRecordReader } from './reader.ts'

function readFile(path: string): ReadRecord[] {
  const raw = readFileSync(path)
  const bytes = path.endsWith('.gz') ? gunzipSync(raw) : raw
  const reader = createRecordReader()
  const records: ReadRecord[] = []
  for (let from = 0; from < bytes.length; from += 65_536) records.push(...reader.push(bytes.subarray(from, from + 65_536)))
  return [...records, ...reader.end()]
}

const ANSWERS: readonly (readonly [file: string, records: number, correct: number, tier: string])[] = [
  ['own-gemma-3-270m-en', 193, 96, 'top-k'],
  ['own-gemma-3-270m-tr', 199, 16, 'top-k'],
  ['own-smollm2-135m-en', 193, 95, 'top-k'],
  ['own-smollm2-135m-tr', 199, 2, 'top-k'],
  ['qa-nq-gemma-2-2b-it', 1000, 181, 'selected'],
  ['qa-nq-llama-3-8b-instruct', 1000, 213, 'selected'],
  ['qa-nq-phi-3-mini', 836, 154, 'selected'],
  ['qa-sciq-llama-3-70b-instruct', 998, 653, 'selected'],
  ['qa-triviaqa-llama-3-8b-instruct', 1000, 459, 'selected'],
  ['truthfulqa-davinci', 817, 192, 'top-k'],
]

describe('answer sets', () => {
  for (const [file, count, correct, tier] of ANSWERS) {
    const path = sharedPath(`corpora/${file}.jsonl.gz`)
    it.skipIf(path === null)(`${file}: ${count} answers, ${correct} of them correct`, () => {
      const records = readFile(path!)
      expect(records).toHaveLength(count)
      for (const { traces, issues, format } of records) {
        expect(issues).toEqual([])
        expect(format).toBe('columns')
        expect(traces).toHaveLength(1)
        expect(traces[0]!.evidence.tier).toBe(tier)
      }
      expect(records.filter(({ label }) => label?.correct === true)).toHaveLength(correct)
      expect(new Set(records.map(({ traces }) => traces[0]!.id)).size).toBe(count)
      expect(records.every(({ traces }) => traces[0]!.context.item !== undefined)).toBe(true)
    })
  }

  const pair = [sharedPath('corpora/qa-nq-gemma-2-2b-it.jsonl.gz'), sharedPath('corpora/qa-nq-llama-3-70b-instruct.jsonl.gz')]
  it.skipIf(pair.includes(null))('answers to the same question pair across files', () => {
    const [one, other] = pair.map((path) => new Set(readFile(path!).map(({ traces }) => traces[0]!.context.item)))
    expect([...one!].filter((item) => other!.has(item)).length).toBeGreaterThan(900)
  })

  const templated = sharedPath('corpora/qa-nq-llama-3-8b-instruct.jsonl.gz')
  it.skipIf(templated === null)('template tokens are told from the answer', () => {
    const marked = new Map<string, number>()
    for (const { traces } of readFile(templated!)) {
      for (const { text, special } of traces[0]!.tokens) if (special === true) marked.set(text, (marked.get(text) ?? 0) + 1)
    }
    expect(Object.fromEntries(marked)).toEqual({
      '<|start_header_id|>': 1990,
      assistant: 988,
      '<|end_header_id|>': 988,
      '\n\n': 988,
    })
  })

  const plain = sharedPath('corpora/qa-sciq-gemma-2-2b-it.jsonl.gz')
  it.skipIf(plain === null)('markup in an answer is not', () => {
    expect(readFile(plain!).every(({ traces }) => traces[0]!.tokens.every(({ special }) => special !== true))).toBe(true)
  })

  for (const [file, count, code] of [
    ['own-mcq-smollm2-135m-tr', 108, 'not-an-answer'],
    ['mmlu-gpt4o-mini', 14042, 'not-an-answer'],
    ['wikibio-selfcheck-000-118', 119, 'no-logprobs'],
  ] as const) {
    const path = sharedPath(`corpora/${file}.jsonl.gz`)
    it.skipIf(path === null)(`${file} holds no answers, and that is said of each`, () => {
      const records = readFile(path!)
      expect(records).toHaveLength(count)
      for (const { traces, issues } of records) expect([traces.length, issues.map((issue) => issue.code)]).toEqual([0, [code]])
    })
  }
})

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesUnder(path)
    return /\.(json|sse|jsonl|txt|raw)$/.test(name) && !/headers\.txt$|^manifest\.json$|^SOURCES\.json$/.test(name) ? [path] : []
  })
}

describe('recordings', () => {
  const folder = sharedPath('fixtures')
  const files = folder === null ? [] : filesUnder(folder)

  it.skipIf(folder === null)('each gives answers, or says why not', () => {
    expect(files.length).toBeGreaterThan(400)
    const unexplained: string[] = []
    for (const path of files) {
      const records = readFile(path)
      const isBare = ({ traces, issues }: ReadRecord): boolean => traces.length === 0 && issues.length === 0
      if (records.length === 0 || records.some(isBare)) unexplained.push(relative(folder!, path))
    }
    expect(unexplained).toEqual([])
  })

  it.skipIf(folder === null)('bodies and streams of a known format give answers', () => {
    const answered = new Map<string, number>()
    for (const path of files.filter((file) => file.endsWith('.response.json'))) {
      let value: unknown
      try {
        value = JSON.parse(readFileSync(path, 'utf8'))
      } catch {
        continue
      }
      const format = findFormat(value)
      if (format === null) continue
      const [record] = readFile(path)
      expect(record!.traces.length, relative(folder!, path)).toBeGreaterThan(0)
      expect(record!.format).toBe(format.api)
      answered.set(format.api, (answered.get(format.api) ?? 0) + 1)
    }
    expect(answered.get('openai-chat')).toBeGreaterThan(50)
  })
})
