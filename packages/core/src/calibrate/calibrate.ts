import { logitToProbability } from '../numeric/logit.ts'
import { createRandom } from '../numeric/random.ts'
import { primaryLanguage } from '../language/fold-case.ts'
import { murmur3 } from '../digest/murmur3.ts'
import { utf8Encode } from '../trace/utf8.ts'
import { groupKey } from '../profile/calibrated/group-key.ts'
import type { CalibratedGroup, GroupScope, PooledLevel, RefusalReason, RefusedGroup } from '../profile/calibrated/types.ts'
import { refusalAfter, refusalBefore, type Refusal } from './decision/decide.ts'
import { compareLanguages } from './languages/compare-languages.ts'
import { DEFAULT_OPTIONS, type CalibrateOptions } from './options.ts'
import { hasSignal, lineagesOf, poolsOf, type GroupRows, type Lineage } from './pooling/parents.ts'
import { shiftedPredictor } from './pooling/shift.ts'
import { groupReport } from './report/group-report.ts'
import { classCounts, rowsOf } from './rows.ts'
import { candidatesFor, isChoice, type Candidate } from './selection/candidates.ts'
import { chooseCandidate, nestedPredictions, repeatedPredictions, type OutOfFold } from './selection/nested.ts'
import type { CalibrationReport, FittedRow, LabelledAnswer, UnsureAnswer } from './types.ts'

interface Group extends GroupRows {
  readonly key: string
  readonly answers: readonly LabelledAnswer[]
  readonly unsure: number
}

/** Regions and scripts of a language are no groups of their own: `tr`, `TR` and `tr-TR` are one. */
const plainScope = (scope: Required<GroupScope>): Required<GroupScope> => ({ ...scope, language: primaryLanguage(scope.language) })

function groupsOf(answers: readonly LabelledAnswer[], unsure: readonly UnsureAnswer[]): readonly Group[] {
  const byKey = new Map<string, { scope: Required<GroupScope>; answers: LabelledAnswer[]; unsure: number }>()
  const of = (scope: Required<GroupScope>): { answers: LabelledAnswer[]; unsure: number } => {
    const key = groupKey(scope)
    const group = byKey.get(key) ?? { scope, answers: [], unsure: 0 }
    byKey.set(key, group)
    return group
  }
  for (const answer of answers) of(plainScope(answer.scope)).answers.push(answer)
  for (const { scope } of unsure) of(plainScope(scope)).unsure += 1
  return [...byKey].map(([key, group]) => ({ key, ...group, rows: rowsOf(group.answers) }))
}

/** Refusals after which a more general level may still speak: there is no sign that it would be wrong. */
const MAY_LEAN: ReadonlySet<RefusalReason> = new Set(['too-few-labels', 'one-class'])

function refused(group: Group, refusal: Refusal, lineage: Lineage | undefined): RefusedGroup {
  return {
    key: group.key,
    scope: group.scope,
    reason: refusal.reason,
    detail: refusal.detail,
    n: group.answers.length,
    positives: group.answers.filter(({ correct }) => correct).length,
    moreLabels: refusal.moreLabels,
    logLossGain: refusal.logLossGain,
    parentSpeaks: MAY_LEAN.has(refusal.reason) && (lineage?.parents.length ?? 0) > 0,
  }
}

function pooledCandidate({ parents, spread }: Lineage): Candidate | null {
  const [nearest] = parents
  if (nearest === undefined) return null
  return { method: 'pooled', complexity: 2, fit: (rows) => shiftedPredictor(nearest.predictor, rows, spread) }
}

function showRows({ key, rows }: Group, { folds, logits }: OutOfFold, show: (row: FittedRow) => void): void {
  for (let i = 0; i < rows.count; i++) {
    const risk = logitToProbability(-logits[i]!)
    show({
      group: key,
      fold: folds[i]!,
      correct: rows.correct[i] === 1,
      weight: rows.weights[i]!,
      risk: Number.isNaN(risk) ? null : risk,
      features: rows.features[i]!,
    })
  }
}

/** Deals of the folds behind a refusal. */
const REPEATS = 5

function fitGroup(group: Group, lineage: Lineage | undefined, options: CalibrateOptions): CalibratedGroup | Refusal {
  const { rows, answers } = group
  const before = refusalBefore(rows, answers.length)
  if (before !== null) return before
  // A seed of the group's own: the figures of one group do not depend on which others are fitted beside it.
  const random = createRandom(options.seed + Number.parseInt(murmur3(utf8Encode(group.key)).slice(0, 8), 16))
  const pooled = lineage === undefined ? null : pooledCandidate(lineage)
  const candidates = pooled === null ? candidatesFor(rows) : [...candidatesFor(rows), pooled]
  const once = nestedPredictions(candidates, rows, random)
  const oof = refusalAfter(once, rows) === null ? once : repeatedPredictions(candidates, rows, random, once, REPEATS)
  const after = refusalAfter(oof, rows)
  if (after !== null) return after
  if (options.onRow !== undefined) showRows(group, oof, options.onRow)
  const candidate = chooseCandidate(candidates, rows, oof.folds, random)
  const parents = candidate.method === 'pooled' ? (lineage?.parents ?? []).map(({ key }) => key) : []
  return groupReport({ ...group, oof, method: candidate.method, predictor: candidate.fit(rows), parents }, options, random)
}

/** What a group with too few labels of its own says all the same, leaning on the level above it. */
function leaningPool(group: Group, { parents, spread }: Lineage): PooledLevel | null {
  const [nearest] = parents
  if (nearest === undefined) return null
  return {
    key: group.key,
    level: 'template',
    scope: group.scope,
    n: group.rows.count,
    positives: classCounts(group.rows).right,
    predictor: shiftedPredictor(nearest.predictor, group.rows, spread),
  }
}

/**
 * Fits what a profile holds: for each group of labelled answers (model × language × template) how likely an answer is wrong, or why nothing can be
 * said; the levels above the groups; and what may be promised. Pure: the same answers, options and seed give the same report, in any order of groups.
 * Every figure is from nested cross-validation with folds by question; see `CalibratedGroup`. Throws a `RangeError` where `costs` are not positive.
 */
export function calibrate(
  answers: readonly LabelledAnswer[],
  unsure: readonly UnsureAnswer[] = [],
  given: Partial<CalibrateOptions> = {},
): CalibrationReport {
  const options: CalibrateOptions = { ...DEFAULT_OPTIONS, ...given }
  const { costs } = options
  if (!(costs.wrong > 0 && costs.review >= 0))
    throw new RangeError(`calibrate requires positive costs, got ${costs.wrong} and ${costs.review}`)
  const groups = groupsOf(answers, unsure)
  const pooling = groups.filter(({ rows }) => rows.count > 0 && !isChoice(rows))
  const lineages = pooling.length > 1 ? lineagesOf(pooling) : new Map<string, Lineage>()
  const fitted: CalibratedGroup[] = []
  const refusals: RefusedGroup[] = []
  const leaning: PooledLevel[] = []
  for (const group of groups) {
    const lineage = lineages.get(group.key)
    const result = fitGroup(group, lineage, options)
    if ('predictor' in result) {
      fitted.push(result)
      continue
    }
    const refusal = refused(group, result, lineage)
    refusals.push(refusal)
    const pool = refusal.parentSpeaks && lineage !== undefined && group.rows.count > 0 ? leaningPool(group, lineage) : null
    if (pool !== null) leaning.push(pool)
  }
  const silent = new Set(refusals.filter(({ reason }) => !MAY_LEAN.has(reason)).map(({ key }) => key))
  const speaking = pooling.filter(({ key }) => !silent.has(key))
  const random = createRandom(options.seed)
  // A single group whose own cross-validation spoke for the same model needs no second one.
  const isShown = speaking.length === 1 && fitted.some(({ method }) => method === 'logistic')
  const pools = isShown || hasSignal(speaking, random) ? poolsOf(speaking) : []
  return {
    ...options.profile,
    name: options.name,
    version: options.profile.version + 1,
    groups: fitted,
    pools:
      pools.length === 0
        ? []
        : [...pools.map(({ key, level, scope, n, positives, predictor }) => ({ key, level, scope, n, positives, predictor })), ...leaning],
    refused: refusals,
    languageFindings: compareLanguages(pooling, random),
  }
}
