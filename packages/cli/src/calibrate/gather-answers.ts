import {
  featureVector,
  joinLabels,
  type Analysis,
  type CalibrationIssue,
  type LabelledAnswer,
  type LabelRecord,
  type LanguageDetector,
  type Trace,
  type UnsureAnswer,
} from '@logitscope/core'
import type { Judged } from '../pipeline/answer.ts'
import { answerDigest, contradictedAnswers, repeatedOwnIds } from './same-answers.ts'
import { assignLanguages, type SeenLanguage } from './assign-languages.ts'
import { modelNameOf } from './model-name.ts'
import { createNameIndex } from './name-index.ts'

/** One answer that was read, before its language and label are settled. */
interface Gathered extends SeenLanguage {
  readonly traceId: string
  readonly file: string
  readonly model: string
  readonly template: string
  readonly item: string
  readonly copy: number
  readonly features: Float64Array | null
  readonly ownId: string | null
  /** The same for the same answer to the same question; "" where the question is not known. */
  readonly digest: string
}

export interface GatherOptions {
  readonly model?: string
  readonly template?: string
  readonly language?: string
  readonly detector: LanguageDetector
  /** Labels of a file that are keyed by trace id; those of the records are added. */
  readonly labels: readonly LabelRecord[]
  /** Labels without a sampling probability were drawn uniformly all the same. */
  readonly uniform: boolean
}

export interface GatheredAnswers {
  readonly answers: readonly LabelledAnswer[]
  readonly unsure: readonly UnsureAnswer[]
  readonly unlabelled: number
  /** All answers, labelled or not. */
  readonly all: readonly Pick<LabelledAnswer, 'scope' | 'features'>[]
  readonly issues: readonly CalibrationIssue[]
}

/** Ids that the reader made from a record's bytes: an exact repeat has the number of its occurrence behind it. */
const REPEATED = /^[0-9a-f]{16,64}-(\d+)$/

export interface Gatherer {
  readonly add: (file: string, trace: Trace, analysis: Analysis, label: { readonly correct: boolean } | undefined, judged?: Judged) => void
  readonly end: () => GatheredAnswers
}

/** Exact repeats in which every answer of a file comes equally often are a file that was written twice, not draws with replacement. */
function filesInCopies(gathered: readonly Gathered[]): ReadonlyMap<string, number> {
  const byFile = new Map<string, Map<number, number>>()
  for (const { file, copy } of gathered) {
    const counts = byFile.get(file) ?? new Map<number, number>()
    byFile.set(file, counts.set(copy, (counts.get(copy) ?? 0) + 1))
  }
  const copies = new Map<string, number>()
  for (const [file, counts] of byFile)
    if (counts.size > 1 && [...counts.values()].every((count) => count === counts.get(0))) copies.set(file, counts.size)
  return copies
}

/** Collects answers as they are read; holds their features, not their texts. */
export function createGatherer(options: GatherOptions): Gatherer {
  const gathered: Gathered[] = []
  const recordLabels: LabelRecord[] = []
  const ids = new Set<string>()
  const repeatedIds: string[] = []
  const names = createNameIndex()
  const notLabels: string[] = []

  return {
    add(file, trace, analysis, label, judged) {
      if (ids.has(trace.id)) {
        repeatedIds.push(trace.id)
        return
      }
      ids.add(trace.id)
      const model = modelNameOf(trace, file, options.model)
      const template = options.template ?? trace.context.promptVersion ?? ''
      const given = options.language ?? trace.context.language ?? null
      const text = `${trace.request.prompt ?? ''} ${trace.output.text}`
      const copy = REPEATED.exec(trace.requestId)?.[1]
      const item = trace.context.item ?? trace.context.sampleGroup ?? ''
      const ownId = judged?.ownId ?? null
      names.add(trace.id, [trace.requestId, trace.source.responseId, ownId, trace.context.item])
      gathered.push({
        traceId: trace.id,
        file,
        batch: JSON.stringify([file, model, template]),
        model,
        template,
        item,
        copy: copy === undefined ? 0 : Number(copy) - 1,
        ownId,
        digest: answerDigest(model, item, trace),
        features: featureVector(trace, analysis),
        given,
        detected: given === null ? (options.detector.detect(text)?.tag ?? null) : null,
      })
      const value = label !== undefined ? (label.correct ? 'correct' : 'incorrect') : judged?.isUnsure === true ? 'unsure' : null
      if (value !== null) recordLabels.push({ traceId: trace.id, value, source: 'record', samplingProbability: 1 })
      else if (judged !== undefined && judged.notALabel !== null) notLabels.push(judged.notALabel)
    },
    end() {
      const fromFile = options.labels.map((label) =>
        options.uniform && label.samplingProbability === null ? { ...label, samplingProbability: 1 } : label,
      )
      const { records, ambiguous } = names.resolve(fromFile)
      const { labels, issues: labelIssues } = joinLabels([...recordLabels, ...records], ids)
      const issues: CalibrationIssue[] = [...labelIssues]
      const copies = filesInCopies(gathered)
      const repeats = gathered.filter(({ copy }) => copy > 0)
      const asDraws = repeats.filter(({ file }) => !copies.has(file))
      const tell = (code: CalibrationIssue['code'], count: number, example: string, message: string): void => {
        if (count > 0) issues.push({ code, count, example, message })
      }
      tell(
        'not-a-label',
        notLabels.length,
        notLabels[0] ?? '',
        'records hold something in place of a label that says neither right nor wrong',
      )
      tell(
        'ambiguous-id',
        ambiguous.length,
        ambiguous[0] ?? '',
        'labels name more than one answer by their id, such as a question; they are left out',
      )
      tell('duplicated-answer', repeatedIds.length, repeatedIds[0] ?? '', 'answers whose id came before; they are left out')
      for (const [file, times] of copies)
        tell('duplicated-answer', times, file, 'times each, a file holds its answers; each is counted once')
      tell(
        'duplicated-answer',
        asDraws.length,
        asDraws[0]?.traceId ?? '',
        'answers are exact repeats of another one; they count as draws with replacement',
      )
      const kept = gathered.filter(({ copy, file }) => !(copy > 0 && copies.has(file)))
      const sameIds = repeatedOwnIds(kept)
      tell(
        'duplicated-id',
        sameIds.length,
        sameIds[0] ?? '',
        'ids stand at several answers of one model each; these count as answers to the same question where nothing tells them apart',
      )
      const contradicted = contradictedAnswers(kept, labels)
      tell(
        'contradictory-labels',
        contradicted.size,
        [...contradicted][0] ?? '',
        'records are the same answer to the same question, labelled both right and wrong; they are left out until somebody decides',
      )
      const languages = assignLanguages(gathered)
      const answers: LabelledAnswer[] = []
      const unsure: UnsureAnswer[] = []
      const all: Pick<LabelledAnswer, 'scope' | 'features'>[] = []
      let unlabelled = 0
      gathered.forEach((one, i) => {
        if (one.copy > 0 && copies.has(one.file)) return
        const label = labels.get(one.traceId)
        const scope = { model: one.model, language: languages[i] ?? 'und', template: one.template }
        all.push({ scope, features: one.features })
        if (contradicted.has(one.traceId)) return
        if (label === undefined) unlabelled += 1
        else if (label.value === 'unsure') unsure.push({ scope })
        else
          answers.push({
            traceId: one.traceId,
            scope,
            item: one.item,
            copy: one.copy,
            features: one.features,
            correct: label.value === 'correct',
            samplingProbability: label.samplingProbability,
            source: label.source,
          })
      })
      return { answers, unsure, unlabelled, all, issues }
    },
  }
}
