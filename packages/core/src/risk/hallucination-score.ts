import { evaluateCondition } from '../profile/condition.ts'
import type { Profile } from '../profile/types.ts'
import type { CastVote, HallucinationScore, Measurements } from './types.ts'

/**
 * The additive hallucination score: every vote of the profile is put to the answer, the points of those that fire are added.
 *
 * A vote whose value is not known is `unavailable`: it adds nothing to `score` and nothing to `available`, so that a low score on little
 * evidence shows as such. An interval that holds the threshold is `undecided` and adds nothing. Range: 0 to the sum of all points.
 * `details` gives further numbers per vote id. A rule of thumb, not a probability: see docs/starting-rules.md.
 */
export function hallucinationScore(
  profile: Pick<Profile, 'votes' | 'flagAt'>,
  measurements: Measurements,
  details: Readonly<Record<string, Readonly<Record<string, number | string>>>> = {},
): HallucinationScore {
  let score = 0
  let max = 0
  let available = 0
  const votes = profile.votes.map((vote): CastVote => {
    const value = measurements(vote.metric)
    const state = evaluateCondition(vote, value)
    max += vote.points
    if (state !== 'unavailable') available += vote.points
    if (state === 'fires') score += vote.points
    const more = details[vote.id]
    // Infinity says that there is nothing to compare (an answer without entities): decided, but no number.
    const shown = typeof value === 'number' && !Number.isFinite(value) ? null : value
    const cast = { id: vote.id, metric: vote.metric, value: shown, op: vote.op, threshold: vote.value, points: vote.points, state }
    return more === undefined ? cast : { ...cast, details: more }
  })
  return { score, max, available, flagged: score >= profile.flagAt, votes }
}
