/** What the gate's benchmarks take from recorded answers: two metrics of each. */
import { createRecordReader } from '@logitscope/adapters'
import { analyze, STARTING_PROFILE } from '@logitscope/core'
import { readJsonLines } from '@logitscope/testkit'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

export interface AnswerMetrics {
  readonly avgLogprob: number | null
  readonly tailMeanLogprob: number | null
}

export interface LabelledMetrics extends AnswerMetrics {
  readonly item: string
  readonly correct: boolean | null
}

export function readLabelledMetrics(path: string): LabelledMetrics[] {
  const reader = createRecordReader({})
  return [...reader.push(gunzipSync(readFileSync(path))), ...reader.end()].flatMap(({ traces, label }) =>
    traces.map((trace) => {
      const { avgLogprob, tailMeanLogprob } = analyze(trace, STARTING_PROFILE, { language: path.includes('-tr.') ? 'tr' : 'en' }).metrics
      return { item: trace.context.item ?? trace.id, avgLogprob, tailMeanLogprob, correct: label?.correct ?? null }
    }),
  )
}

/** By question. */
export function readAnswerMetrics(path: string): Map<string, AnswerMetrics> {
  return new Map(readLabelledMetrics(path).map((one) => [one.item, one]))
}

interface Drawn {
  readonly id: string
  readonly samples: readonly { readonly logprobs: readonly number[]; readonly correct: 0 | 1 }[]
}

const meanOf = (list: readonly number[]): number | null => (list.length === 0 ? null : list.reduce((a, b) => a + b, 0) / list.length)

/** Five samples of each question, drawn by the same model: what a re-run really looks like. */
export function readDrawnSamples(path: string): LabelledMetrics[][] {
  return readJsonLines(path).map((record) => {
    const { id, samples } = record as Drawn
    return samples.map(({ logprobs, correct }) => {
      const sorted = [...logprobs].sort((a, b) => a - b)
      const tail = sorted.slice(0, Math.max(1, Math.floor(sorted.length / 10)))
      return { item: id, avgLogprob: meanOf(logprobs), tailMeanLogprob: meanOf(tail), correct: correct === 1 }
    })
  })
}
