import { isWithoutEvidence } from '../risk/verdict-name.ts'
import type { Analysis } from '../analyze/types.ts'
import type { AnswerSummary } from '../api/answers.ts'
import type { Label, Trace } from '../trace/types.ts'

/** Longest preview of an answer's text, in UTF-16 units. */
const PREVIEW_LENGTH = 200

export interface SummaryFacts {
  /** Epoch ms at the store. */
  readonly receivedAt: number
  readonly imported: boolean
  /** The label in force. */
  readonly label: Label['value'] | null
}

function previewOf({ output }: Trace): string | null {
  const text =
    output.text !== ''
      ? output.text
      : (output.refusal ?? output.toolCalls?.map((call) => `${call.name}(${call.arguments})`).join(' ') ?? '')
  if (text === '') return null
  const cut = text.slice(0, PREVIEW_LENGTH)
  // No half of a surrogate pair at the end.
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}

/** The lowest mean logprob of the entities, nats; `null` where there is none, or where that of some entity is not known. */
function lowestEntityMean(analysis: Analysis): number | null {
  const entities = analysis.detections.filter((detection) => detection.kind === 'entity')
  const means = entities.map(({ evidence }) => (evidence['unknown'] === undefined ? evidence['meanLogprob'] : undefined))
  return means.length > 0 && means.every((mean) => typeof mean === 'number') ? Math.min(...means) : null
}

function selfCheckOf(analysis: Analysis): number | null {
  const value = analysis.hallucination.votes.find((vote) => vote.metric === 'selfCheck.consistency')?.value
  return typeof value === 'number' ? value : null
}

/** The row of an answer in lists and rules: made from the trace and the analysis as they are, nothing is computed again. */
export function summarizeAnswer(trace: Trace, analysis: Analysis, facts: SummaryFacts): AnswerSummary {
  const { source, context, evidence, timing, output } = trace
  const { score, available, max, flagged } = analysis.hallucination
  const { action, rule, basis } = analysis.verdict
  const detections: Record<string, number> = {}
  for (const { kind } of analysis.detections) detections[kind] = (detections[kind] ?? 0) + 1
  return {
    id: trace.id,
    requestId: trace.requestId,
    startedAt: trace.startedAt,
    receivedAt: facts.receivedAt,
    imported: facts.imported,
    project: context.project,
    promptVersion: context.promptVersion ?? null,
    provider: source.provider,
    api: source.api,
    model: source.model,
    requestedModel: source.requestedModel,
    streamed: source.streamed,
    status: source.status ?? null,
    language: analysis.language.tag,
    session: context.session ?? null,
    user: context.user ?? null,
    item: context.item ?? null,
    sampleGroup: context.sampleGroup ?? null,
    tags: context.tags ?? {},
    finish: output.finish.unified,
    tier: evidence.tier,
    basis: evidence.basis,
    completeness: evidence.completeness,
    issues: evidence.issues.map((issue) => issue.code),
    metrics: analysis.metrics,
    hallucination: { score, available, max, flagged },
    lowestEntityMean: lowestEntityMean(analysis),
    selfCheckConsistency: selfCheckOf(analysis),
    errorRisk: analysis.errorRisk,
    verdict: { action, rule, basis, ...(isWithoutEvidence(analysis) ? { reason: 'no-evidence' as const } : {}) },
    detections,
    totalMs: timing.totalMs,
    firstTokenMs: timing.firstTokenMs ?? null,
    label: facts.label,
    preview: previewOf(trace),
  }
}
