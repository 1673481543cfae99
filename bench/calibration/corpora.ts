/** Labelled answers of the shared corpora, as calibration reads them. */
import { createRecordReader } from '@logitscope/adapters'
import { analyze, createRuleEntityFinder, featureVector, STARTING_PROFILE, type Analysis, type LabelledAnswer } from '@logitscope/core'
import { sharedPath } from '@logitscope/testkit'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface CorpusRow {
  readonly answer: LabelledAnswer
  readonly analysis: Analysis
}

/** Names of the files whose name begins so. */
export function corpusNames(pattern: RegExp): readonly string[] {
  const folder = sharedPath('corpora')
  if (folder === null) return []
  return readdirSync(folder)
    .map((file) => file.replace('.jsonl.gz', ''))
    .filter((name) => pattern.test(name))
    .sort()
}

/** The answers of one file; its name stands for the model. */
export function readCorpus(name: string): readonly CorpusRow[] {
  const path = join(sharedPath('corpora') ?? '', `${name}.jsonl.gz`)
  const reader = createRecordReader({})
  const entities = createRuleEntityFinder()
  const language = name.endsWith('-tr') ? 'tr' : 'en'
  return [...reader.push(gunzipSync(readFileSync(path))), ...reader.end()].flatMap(({ traces, label }) =>
    label?.correct === true || label?.correct === false
      ? traces.map((trace) => {
          const analysis = analyze(trace, STARTING_PROFILE, { entities, language })
          const answer: LabelledAnswer = {
            traceId: trace.id,
            scope: { model: name.replace(/-(en|tr)$/, ''), language, template: '' },
            item: trace.context.item ?? '',
            copy: 0,
            features: featureVector(trace, analysis),
            correct: label.correct === true,
            samplingProbability: 1,
            source: 'record',
          }
          return { answer, analysis }
        })
      : [],
  )
}
