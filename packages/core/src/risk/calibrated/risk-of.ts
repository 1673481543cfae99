import type { ActionRule, Profile } from '../../profile/types.ts'
import { STARTING_PROFILE } from '../../profile/starting-profile.ts'
import type { Trace } from '../../trace/types.ts'
import type { FeatureInput } from '../features/answer-features.ts'
import { featureVector } from '../features/feature-vector.ts'
import { findSpeaker, type Speaker } from './find-group.ts'
import { predictRisk } from './predict.ts'

/** What a calibrated risk is asked about. */
export interface RiskInput {
  readonly trace: Trace
  readonly analysis: Omit<FeatureInput, 'tokens'>
  readonly language: { readonly tag: string; readonly source: 'given' | 'detected' | 'unknown' }
}

/**
 * The calibrated risk of one answer and whose calibration it is. `risk` is null with a reason: `no-group`: the profile knows nobody like it;
 * `refused`: its group showed no signal or contradicts the levels above; `not-scorable`: the answer holds no content or no logprobs: never taken
 * for a confident one.
 */
export interface RiskReading {
  readonly risk: number | null
  readonly reason: 'no-group' | 'refused' | 'not-scorable' | null
  readonly speaker: Speaker | null
}

/** Reads the risk of an answer off the profile's most specific group that applies. Never throws on a parsed profile. */
export function riskOf(profile: Profile, { trace, analysis, language }: RiskInput): RiskReading {
  if (profile.groups.length === 0 && (profile.pools ?? []).length === 0) return { risk: null, reason: 'no-group', speaker: null }
  const speaker = findSpeaker(profile, {
    model: trace.source.model === '' ? trace.source.requestedModel : trace.source.model,
    language: language.tag,
    languageSource: language.source,
    template: trace.context.promptVersion ?? '',
  })
  if (speaker === null) return { risk: null, reason: 'no-group', speaker }
  if (speaker.kind === 'refused') return { risk: null, reason: 'refused', speaker }
  const features = featureVector(trace, analysis)
  const risk = features === null ? NaN : predictRisk(speaker.predictor, features)
  return Number.isNaN(risk) ? { risk: null, reason: 'not-scorable', speaker } : { risk, reason: null, speaker }
}

const isStarting = (rule: ActionRule): boolean =>
  STARTING_PROFILE.actions.some(
    ({ id, metric, op, value, action }) =>
      rule.id === id && rule.metric === metric && rule.op === op && rule.value === value && rule.action === action,
  )

/**
 * The rules that judge an answer of a calibrated group: the group's own, and those of the profile that are not the starting rules, which the
 * group's replace.
 */
export function actionsFor(profile: Profile, speaker: Speaker): readonly ActionRule[] {
  const own = speaker.kind === 'group' ? speaker.group.actions : speaker.kind === 'pool' ? POOL_ACTIONS : []
  return [...own, ...profile.actions.filter((rule) => !isStarting(rule))]
}

/** A level above the groups has promised nothing: what is more likely wrong than right is looked at. */
const POOL_ACTIONS: readonly ActionRule[] = [{ id: 'calibrated-risk', metric: 'errorRisk', op: '>', value: 0.5, action: 'review' }]
