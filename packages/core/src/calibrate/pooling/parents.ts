import { ANSWER_FEATURES } from '../../profile/calibrated/feature-names.ts'
import { groupKey } from '../../profile/calibrated/group-key.ts'
import type { GroupScope, Level, Predictor } from '../../profile/calibrated/types.ts'
import { fitLogisticModel } from '../models/fit-predictor.ts'
import { probabilityToLogit } from '../../numeric/logit.ts'
import type { RandomSource } from '../../numeric/random.ts'
import { questionFolds } from '../folds/question-folds.ts'
import { logLossOf } from '../reliability/log-loss.ts'
import { baseRate, classCounts, joinRows, questionCounts, type Rows } from '../rows.ts'
import { crossFit, intervalByDraw, lossesOf } from '../selection/select.ts'
import { shiftedPredictor, spreadOfGroups, type GroupSpread } from './shift.ts'

/** Right and wrong answers that anything is fitted on at least. */
export const FEWEST_OF_A_CLASS = 10
/** A level with this many labels of each class for every feature has a model of its own; below it leans on the level above. */
const OWN_MODEL_PER_FEATURE = 10

/** The answers of one group. */
export interface GroupRows {
  readonly scope: Required<GroupScope>
  readonly rows: Rows
}

/** A level above a group, fitted without it. */
export interface Parent {
  readonly key: string
  readonly level: Level
  readonly scope: GroupScope
  readonly predictor: Predictor
  readonly n: number
  readonly positives: number
}

interface LevelScope {
  readonly level: Level
  readonly scope: GroupScope
}

/** The levels above a group, from the most general on. */
function levelsAbove({ language, model }: Required<GroupScope>): readonly LevelScope[] {
  return [
    { level: 'all', scope: {} },
    { level: 'language', scope: { language } },
    { level: 'model', scope: { language, model } },
  ]
}

const holds = (scope: GroupScope, group: Required<GroupScope>): boolean =>
  (scope.language === undefined || scope.language === group.language) && (scope.model === undefined || scope.model === group.model)

/** Fits the chain of levels of one branch on some groups; a level that holds no other answers than the one above is left out. */
export function fitLevels(levels: readonly LevelScope[], groups: readonly GroupRows[]): readonly Parent[] {
  const parents: Parent[] = []
  let before = -1
  for (const { level, scope } of levels) {
    const members = groups.filter((group) => holds(scope, group.scope))
    const rows = joinRows(members.map((member) => member.rows))
    const { right, wrong } = classCounts(rows)
    if (Math.min(right, wrong) < FEWEST_OF_A_CLASS || rows.count === before) continue
    const above = parents.at(-1)
    const enough = Math.min(right, wrong) >= OWN_MODEL_PER_FEATURE * ANSWER_FEATURES.length
    parents.push({
      key: groupKey(scope),
      level,
      scope,
      predictor:
        above === undefined || enough
          ? fitLogisticModel(rows, ANSWER_FEATURES)
          : shiftedPredictor(above.predictor, rows, { shift: 1, slope: 0.5 }),
      n: rows.count,
      positives: right,
    })
    before = rows.count
  }
  return parents
}

/** What a group leans on: the nearest level above it that others are in, and how far groups stand from there. */
export interface Lineage {
  /** Nearest first. */
  readonly parents: readonly Parent[]
  readonly spread: GroupSpread
}

/** Parents of every group, each fitted without that group, with the spread from leaving one group out. Keys are those of the groups. */
export function lineagesOf(groups: readonly GroupRows[]): ReadonlyMap<string, Lineage> {
  const fitted = groups.map((group) => ({
    group,
    parents: [
      ...fitLevels(
        levelsAbove(group.scope),
        groups.filter((other) => other !== group),
      ),
    ].reverse(),
  }))
  return new Map(
    fitted.map(({ group, parents }) => {
      const siblings = fitted.flatMap((other) => {
        const base = other.parents[0]
        const nearest = parents[0]
        if (other.group === group || base === undefined || nearest === undefined || !holds(nearest.scope, other.group.scope)) return []
        const { right, wrong } = classCounts(other.group.rows)
        return Math.min(right, wrong) < FEWEST_OF_A_CLASS ? [] : [{ base: base.predictor, rows: other.group.rows }]
      })
      return [groupKey(group.scope), { parents, spread: spreadOfGroups(siblings) }]
    }),
  )
}

/** Every level of a profile, fitted on all groups: for answers whose own group has no fit. */
export function poolsOf(groups: readonly GroupRows[]): readonly Parent[] {
  const pools = new Map<string, Parent>()
  for (const { scope } of groups) {
    // A level of one group only is kept too: an answer of an unknown model may fall back on it.
    for (const parent of fitLevels(levelsAbove(scope), groups)) pools.set(`${parent.level} ${parent.key}`, parent)
  }
  return [...pools.values()]
}

/** Whether all groups together show that a common model beats their base rate, by cross-validation: the lower end of the 95 % interval is above 0. */
export function hasSignal(groups: readonly GroupRows[], random: RandomSource): boolean {
  const rows = joinRows(groups.map((group) => group.rows))
  const { right, wrong } = questionCounts(rows)
  if (Math.min(right, wrong) < FEWEST_OF_A_CLASS) return false
  const folds = questionFolds(rows, random)
  const common = { method: 'logistic', complexity: 0, fit: (some: Rows) => fitLogisticModel(some, ANSWER_FEATURES) } as const
  const losses = lossesOf(crossFit(common, rows, folds), rows)
  const base = probabilityToLogit(baseRate(rows))
  const [low] = intervalByDraw(
    losses.map((loss, i) => logLossOf(base, rows.correct[i]!) - loss),
    rows,
  )
  return low > 0
}
