import {
  featureVector,
  joinLabels,
  type AnswerFilter,
  type CalibrationIssue,
  type LabelledAnswer,
  type LabelRecord,
  type UnsureAnswer,
} from '@logitscope/core'
import type { AnalyzedTrace, ControlStore, TraceStore } from '@logitscope/store'
import { labelsInForce } from './labels-in-force.ts'

export interface LabelledAnswers {
  readonly answers: readonly LabelledAnswer[]
  readonly unsure: readonly UnsureAnswer[]
  readonly issues: readonly CalibrationIssue[]
}

/** Progress is told after so many answers. */
const TOLD = 1_000

/** Whether an answer is one of a filter's, of the fields by which calibration is narrowed. */
function isOf({ trace, analysis }: AnalyzedTrace, { from, to, project, model, promptVersion, language }: AnswerFilter): boolean {
  const { context, source, startedAt } = trace
  return (
    (from === undefined || startedAt >= from) &&
    (to === undefined || startedAt < to) &&
    (project === undefined || context.project === project) &&
    (model === undefined || source.model === model) &&
    (promptVersion === undefined || (context.promptVersion ?? '') === promptVersion) &&
    (language === undefined || analysis.language.tag === language)
  )
}

/**
 * The labelled answers of the store, ready for fitting: features from the stored traces and analyses, the group that the answer's verdict is looked
 * up by, the label that holds. Answers that somebody called right and somebody else wrong are left out and counted.
 */
export async function gatherLabelled(
  store: { readonly traces: Pick<TraceStore, 'get'>; readonly control: Pick<ControlStore, 'labels'> },
  filter: AnswerFilter,
  onRead: (count: number) => void,
): Promise<LabelledAnswers> {
  const records: LabelRecord[] = []
  const seen = new Map<string, { readonly scope: LabelledAnswer['scope']; readonly item: string; readonly features: Float64Array | null }>()
  const others = new Set<string>()
  for await (const { traceId, value, source, samplingProbability } of labelsInForce(store.control)) {
    if (!seen.has(traceId) && !others.has(traceId)) {
      const stored = await store.traces.get(traceId)
      if (stored === null || !isOf(stored, filter)) others.add(traceId)
      else {
        const { trace, analysis } = stored
        seen.set(traceId, {
          // As the risk of a live answer looks its group up.
          scope: {
            model: trace.source.model === '' ? trace.source.requestedModel : trace.source.model,
            language: analysis.language.tag,
            template: trace.context.promptVersion ?? '',
          },
          item: trace.context.item ?? trace.context.sampleGroup ?? '',
          features: featureVector(trace, analysis),
        })
        if (seen.size % TOLD === 0) onRead(seen.size)
      }
    }
    if (seen.has(traceId)) records.push({ traceId, value, source, samplingProbability })
  }
  const { labels, issues } = joinLabels(records, new Set(seen.keys()))
  const answers: LabelledAnswer[] = []
  const unsure: UnsureAnswer[] = []
  for (const [traceId, { scope, item, features }] of seen) {
    const label = labels.get(traceId)
    if (label === undefined) continue
    if (label.value === 'unsure') unsure.push({ scope })
    else
      answers.push({
        traceId,
        scope,
        item,
        copy: 0,
        features,
        correct: label.value === 'correct',
        samplingProbability: label.samplingProbability,
        source: label.source,
      })
  }
  onRead(seen.size)
  return { answers, unsure, issues }
}
