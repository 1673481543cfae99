import { labelInForce, type AnswerRecord, type ReviewItem } from '@logitscope/core'

/** One line of the export for active learning: what a person was shown, what they said, and how likely the answer was to be drawn. */
export interface ActiveLearningLine {
  readonly id: string
  readonly model: string
  readonly language: string
  readonly promptVersion: string | null
  readonly item: string | null
  readonly prompt: unknown
  readonly answer: string
  readonly label: string | null
  readonly labelSource: string | null
  readonly note: string | null
  readonly samplingProbability: number
  readonly audit: boolean
  readonly errorRisk: number | null
  /** Nats. */
  readonly avgLogprob: number | null
  readonly minLogprob: number | null
  /** Places where the model was undecided: UTF-16 offsets in the answer. */
  readonly hotspots: readonly { readonly start: number; readonly end: number; readonly text: string }[]
}

/** What leaves as a training or annotation record of one drawn answer. */
export function activeLearningLine({ trace, analysis, labels }: Omit<AnswerRecord, 'scale'>, item: ReviewItem): ActiveLearningLine {
  const label = labelInForce(labels)
  return {
    id: trace.id,
    model: trace.source.model,
    language: analysis.language.tag,
    promptVersion: trace.context.promptVersion ?? null,
    item: trace.context.item ?? null,
    prompt: trace.request.messages ?? trace.request.prompt ?? null,
    answer: trace.output.text,
    label: label?.value ?? null,
    labelSource: label?.source ?? null,
    note: label?.note ?? null,
    samplingProbability: item.samplingProbability,
    audit: item.audit,
    errorRisk: analysis.errorRisk,
    avgLogprob: analysis.metrics.avgLogprob,
    minLogprob: analysis.metrics.minLogprob,
    hotspots: analysis.detections
      .filter((detection) => detection.kind === 'hotspot' && detection.part === 'content')
      .map(({ chars, text }) => ({ start: chars[0], end: chars[1], text })),
  }
}

/** The columns of the CSV form: what a spreadsheet can hold. */
export const ACTIVE_LEARNING_COLUMNS: readonly (keyof ActiveLearningLine)[] = [
  'id',
  'model',
  'language',
  'promptVersion',
  'item',
  'prompt',
  'answer',
  'label',
  'labelSource',
  'note',
  'samplingProbability',
  'audit',
  'errorRisk',
  'avgLogprob',
  'minLogprob',
  'hotspots',
]
