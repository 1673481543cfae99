import {
  groupKey,
  joinLabels,
  riskOf,
  type AnswerFilter,
  type CalibrationIssue,
  type JudgedAnswer,
  type Label,
  type Profile,
} from '@logitscope/core'
import type { AnalyzedTrace, ControlStore, TraceStore } from '@logitscope/store'
import { labelsInForce } from './labels-in-force.ts'

export interface JudgeOptions {
  readonly profile: Profile
  /** Epoch ms; `null` where it is not known. */
  readonly createdAt: number | null
  /** Labels given from then on, epoch ms; `null`: all. */
  readonly labelledFrom: number | null
  /** Most answers read, the newest first. */
  readonly most: number
}

export interface JudgedAnswers {
  readonly answers: readonly JudgedAnswer[]
  readonly issues: readonly CalibrationIssue[]
  readonly cut: boolean
}

const PAGE = 500

function judge({ trace, analysis }: AnalyzedTrace, label: Label, { profile, createdAt }: JudgeOptions): JudgedAnswer {
  const { risk, reason, speaker } = riskOf(profile, { trace, analysis, language: analysis.language })
  const { source, context } = trace
  const own = {
    model: source.model === '' ? source.requestedModel : source.model,
    language: analysis.language.tag,
    template: context.promptVersion ?? '',
  }
  // A guessed language may be another than that of the group that speaks.
  const scope = speaker === null || speaker.kind === 'pool' ? own : speaker.kind === 'group' ? speaker.group.scope : speaker.refused.scope
  return {
    key: groupKey(scope),
    scope,
    level: speaker === null || speaker.kind === 'refused' ? null : speaker.level,
    speaker: speaker === null || speaker.kind === 'refused' ? null : speaker.key,
    reason,
    probability: risk === null ? null : 1 - risk,
    label: label.value,
    samplingProbability: label.samplingProbability,
    isNew: createdAt !== null && label.at > createdAt,
  }
}

/**
 * The labelled answers of a filter, each with the probability that a profile gives it now, whatever it was given when it was stored. Answers that
 * somebody called right and somebody else wrong are left out and counted.
 */
export async function judgeLabelled(
  store: { readonly traces: Pick<TraceStore, 'get' | 'search'>; readonly control: Pick<ControlStore, 'labels'> },
  filter: AnswerFilter,
  options: JudgeOptions,
): Promise<JudgedAnswers> {
  const { labelledFrom, most } = options
  const given = new Map<string, Label[]>()
  for await (const label of labelsInForce(store.control)) {
    if (labelledFrom !== null && label.at < labelledFrom) continue
    const others = given.get(label.traceId)
    if (others === undefined) given.set(label.traceId, [label])
    else others.push(label)
  }
  const ids: string[] = []
  const labelled: AnswerFilter = { ...filter, labels: filter.labels ?? ['correct', 'incorrect', 'unsure'] }
  let cursor: string | undefined
  let cut = false
  if (given.size > 0) {
    do {
      const page = await store.traces.search({ filter: labelled, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) })
      for (const { id } of page.items) if (given.has(id)) ids.push(id)
      cursor = page.next ?? undefined
      cut = ids.length > most
    } while (cursor !== undefined && !cut)
  }
  const read = new Set(ids.slice(0, most))
  const { labels, issues } = joinLabels(
    [...read].flatMap((id) => given.get(id) ?? []),
    read,
  )
  const answers: JudgedAnswer[] = []
  for (const [id, label] of labels) {
    const stored = await store.traces.get(id)
    if (stored !== null) answers.push(judge(stored, label, options))
  }
  return { answers, issues, cut }
}
