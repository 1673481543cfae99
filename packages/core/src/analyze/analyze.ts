import { detectAnomalies } from '../detect/detect-anomalies.ts'
import { findEntities } from '../detect/entities/index.ts'
import { findFields } from '../detect/fields/index.ts'
import type { Detection } from '../detect/types.ts'
import type { LanguageDetector, LanguageTag } from '../language/types.ts'
import { computeMetrics, createMetricWorkspace } from '../metrics/compute-metrics.ts'
import { tokenColumns } from '../metrics/token-columns.ts'
import type { EntityFinder } from '../model/entity-finder.ts'
import { profileFingerprint } from '../profile/fingerprint.ts'
import { thresholdsFor } from '../profile/thresholds.ts'
import type { Profile } from '../profile/types.ts'
import { actionsFor, calibratedVerdict, isSuspended, riskOf, type Speaker } from '../risk/calibrated/index.ts'
import { hallucinationScore } from '../risk/hallucination-score.ts'
import { selfCheckConsistency, type SelfCheck } from '../risk/self-check.ts'
import { isWithoutEvidence } from '../risk/verdict-name.ts'
import { decide } from '../risk/verdict.ts'
import { alignTokens } from '../trace/alignment/index.ts'
import { columnsOf } from '../trace/build-columns.ts'
import { createColumns } from '../trace/columns.ts'
import { recoverByteLengths } from '../trace/recover-byte-lengths.ts'
import type { Trace } from '../trace/types.ts'
import { languageOf } from './language.ts'
import { measurementsOf } from './measurements.ts'
import { notePerTokenOrigin } from './per-token-origin.ts'
import type { Analysis } from './types.ts'

export interface AnalyzeContext {
  /** The language, where the caller knows it. */
  readonly language?: LanguageTag
  /** Finds the language of the text where nobody said it. */
  readonly languageDetector?: LanguageDetector
  /** Without one, entities are not looked for and votes on them are unavailable. */
  readonly entities?: EntityFinder
  /** What re-sampled answers said, where there are any. */
  readonly selfCheck?: SelfCheck
}

/** Kinds whose absence means something only where there are usable logprobs. */
const BY_LOGPROB = ['sudden-drop', 'sustained-low', 'hotspot'] as const
/** Votes that show more than their number. */
const ENTITY_VOTE_METRIC = 'entities.minMeanLogprob'

// Reused from answer to answer; nothing of them leaves this call.
const columns = createColumns()
const workspace = createMetricWorkspace()

/** What the entity vote shows beside its mean: the entity, and the minimum within it. */
function entityDetails(detections: readonly Detection[]): Readonly<Record<string, number | string>> | null {
  let worst: Detection | null = null
  for (const detection of detections) {
    const mean = detection.evidence['meanLogprob']
    if (detection.kind !== 'entity' || typeof mean !== 'number') continue
    if (worst === null || mean < Number(worst.evidence['meanLogprob'])) worst = detection
  }
  if (worst === null) return null
  return {
    entity: worst.text,
    meanLogprob: worst.evidence['meanLogprob'] ?? '',
    minLogprob: worst.evidence['minLogprob'] ?? '',
    start: worst.chars[0],
  }
}

function levelOf(speaker: Speaker | null): NonNullable<Analysis['calibration']>['level'] {
  return speaker === null || speaker.kind === 'refused' ? null : speaker.level
}

/**
 * Analyses one answer: the only place where metrics, detections, votes and verdict are put together, whatever the entry.
 *
 * Undefined metrics are `null` with a reason. Per-token values align with `trace.tokens`. Detections are ordered by the token they start at.
 * Values that are no logprobs (all zero, linear probabilities, logits) give no metric and no detection that rests on them. An answer without
 * evidence is still searched for loops in its text. `errorRisk` is that of the profile's most specific fitted group, `null` with a reason in
 * `calibration` where none speaks; the verdict then rests on the starting rules.
 * Never throws on a well-formed trace; not re-entrant (an entity finder must not call it). Cost: linear in tokens, alternatives and characters.
 */
export function analyze(trace: Trace, profile: Profile, context: AnalyzeContext = {}): Analysis {
  const language = languageOf(trace, context.language, context.languageDetector)
  const thresholds = thresholdsFor(profile, language.tag)
  columnsOf(trace, columns)
  const alignment = alignTokens(trace)
  recoverByteLengths(columns, alignment)
  const computed = computeMetrics(trace, columns, thresholds, workspace)
  const perToken = tokenColumns(columns, computed, trace.tokens.length)
  notePerTokenOrigin(perToken, { trace, assumedVocabulary: thresholds.assumedVocabulary })
  const isUsable = computed.unusable === null && computed.metrics.avgLogprob !== null
  if (computed.unusable !== null) columns.logprob.fill(NaN, 0, columns.count)
  const entropyLowerBits = computed.unusable === null ? computed.tokens.entropyLowerBits : []
  const detections: Detection[] = detectAnomalies({ trace, columns, entropyLowerBits, alignment, thresholds })
  const lookedFor = new Set<string>(['repetition', 'glitch-token'])
  if (isUsable) for (const kind of BY_LOGPROB) lookedFor.add(kind)
  if (context.entities !== undefined) {
    detections.push(...findEntities({ trace, columns, alignment, finder: context.entities, language: language.tag }))
    if (isUsable) lookedFor.add('entity')
  }
  detections.push(...findFields({ trace, columns, alignment }))
  detections.sort((a, b) => a.tokens[0] - b.tokens[0] || a.chars[0] - b.chars[0])
  const reading = riskOf(profile, { trace, analysis: { metrics: computed.metrics, perToken, detections }, language })
  const { speaker } = reading
  // Without a risk of its own an answer is judged by the starting rules, except where the calibrated group knows better than to score it.
  const hasRules = speaker !== null && reading.reason !== 'refused' && !isSuspended(profile, speaker)
  const calibrated = hasRules ? actionsFor(profile, speaker) : null
  const answer = {
    metrics: computed.metrics,
    detections,
    lookedFor,
    hallucinationAvgLogprob: thresholds.hallucinationAvgLogprob,
    selfCheckConsistency: context.selfCheck === undefined ? null : selfCheckConsistency(context.selfCheck, thresholds),
    completeness: trace.evidence.completeness,
    errorRisk: reading.risk,
  }
  const details = entityDetails(detections)
  const entityVotes = details === null ? [] : profile.votes.filter((vote) => vote.metric === ENTITY_VOTE_METRIC)
  const hallucination = hallucinationScore(
    profile,
    measurementsOf(answer),
    Object.fromEntries(entityVotes.map((vote) => [vote.id, details!])),
  )
  const verdict =
    calibrated === null
      ? decide(profile, measurementsOf({ ...answer, hallucination }), 'starting rules')
      : calibratedVerdict(calibrated, measurementsOf({ ...answer, hallucination }), reading.risk)
  const isUnjudged = isWithoutEvidence({ verdict, metrics: computed.metrics, errorRisk: reading.risk })
  return {
    metrics: computed.metrics,
    reasons: computed.reasons,
    perToken,
    detections,
    hallucination,
    errorRisk: reading.risk,
    ...(reading.reason === 'no-group' && profile.groups.length === 0
      ? {}
      : { calibration: { key: speaker?.key ?? null, level: levelOf(speaker), reason: reading.reason } }),
    verdict: isUnjudged ? { ...verdict, reason: 'no-evidence' } : verdict,
    language,
    profile: { name: profile.name, version: profile.version, sha256: profileFingerprint(profile) },
  }
}
