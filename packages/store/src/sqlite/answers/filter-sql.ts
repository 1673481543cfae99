import { ACTIONS, type AnswerFilter, type MetricRange } from '@logitscope/core'
import { StoreError } from '../../contract/store-error.ts'
import type { SqlValue } from '../connection.ts'
import type { Names } from '../names.ts'
import { toStored } from '../stored-text.ts'
import { FINISHES, LABEL_VALUES, TIERS } from './codes.ts'
import { metricExpression } from './columns.ts'
import { lowTokenWord, searchQuestion } from './search-text.ts'

/** A condition on the answer `a`, with the values of its marks. */
export interface SqlCondition {
  readonly sql: string
  readonly values: readonly SqlValue[]
  /** Nothing can fit: there is no need to ask. */
  readonly isEmpty: boolean
}

interface Building {
  readonly terms: string[]
  readonly values: SqlValue[]
  isEmpty: boolean
}

function add(building: Building, sql: string, ...values: readonly SqlValue[]): void {
  building.terms.push(sql)
  building.values.push(...values)
}

function addName(building: Building, column: string, value: string | undefined, names: Names): void {
  if (value === undefined) return
  const number = names.find(value)
  if (number === null) building.isEmpty = true
  // The plus keeps the index of projects for retention: a range of time narrows a list more than a project does.
  else add(building, `+a.${column} = ?`, number)
}

function addPromptVersion(building: Building, value: string | undefined, names: Names): void {
  if (value !== '') {
    addName(building, 'prompt_version', value, names)
    return
  }
  const empty = names.find('')
  add(building, empty === null ? 'a.prompt_version IS NULL' : `(a.prompt_version IS NULL OR a.prompt_version = ${empty})`)
}

function addText(building: Building, column: string, value: string | undefined): void {
  if (value !== undefined) add(building, `a.${column} = ?`, toStored(value))
}

function addCodes<Word extends string>(
  building: Building,
  column: string,
  wanted: readonly Word[] | undefined,
  words: readonly Word[],
): void {
  if (wanted === undefined) return
  const codes = wanted.map((word) => words.indexOf(word)).filter((code) => code >= 0)
  if (codes.length === 0) building.isEmpty = true
  else add(building, `a.${column} IN (${codes.join(', ')})`)
}

function addLabels(building: Building, labels: AnswerFilter['labels']): void {
  if (labels === undefined) return
  const codes = labels.flatMap((label) => (label === 'none' ? [] : [LABEL_VALUES.indexOf(label)]))
  const either = [
    ...(labels.includes('none') ? ['a.label IS NULL'] : []),
    ...(codes.length > 0 ? [`a.label IN (${codes.join(', ')})`] : []),
  ]
  if (either.length === 0) building.isEmpty = true
  else add(building, `(${either.join(' OR ')})`)
}

function addRange(building: Building, { metric, min, max }: MetricRange): void {
  const expression = metricExpression(metric)
  if (expression === null) throw new StoreError('bad-request', `there is no metric called ${JSON.stringify(metric)}`)
  if (min !== undefined) add(building, `${expression} >= ?`, min)
  if (max !== undefined) add(building, `${expression} < ?`, max)
  if (min === undefined && max === undefined) add(building, `${expression} IS NOT NULL`)
}

/** SQL function: whether the answer of a number holds a phrase. See `phrase-function.ts`. */
export const PHRASE = 'logitscope_phrase'

/** What is asked of the search index for a filter, as a condition on `search`; `null` where nothing is. */
export function textCondition(filter: AnswerFilter): SqlCondition | null {
  const questions: string[] = []
  let phrases: readonly string[] = []
  let isEmpty = false
  if (filter.text !== undefined && filter.text.trim() !== '') {
    const question = searchQuestion(filter.text)
    if (question === null) isEmpty = true
    else {
      questions.push(question.expression)
      phrases = question.phrases
    }
  }
  if (filter.lowToken !== undefined) questions.push(`"${lowTokenWord(filter.lowToken)}"`)
  if (questions.length === 0 && !isEmpty) return null
  const whole = phrases.map(() => ` AND ${PHRASE}(rowid, ?)`).join('')
  return { sql: `search MATCH ?${whole}`, values: [questions.join(' AND '), ...phrases], isEmpty }
}

/** What is known of the answers that a condition is asked of. */
export interface Known {
  /** Another condition says more closely of what time they are: that one should find them. */
  readonly isTimeLoose?: boolean
  /** The numbers of all answers that hold the text of the filter. */
  readonly seqs?: readonly number[]
  /** Their numbers lie in [lowest, highest]. */
  readonly between?: { readonly lowest: number; readonly highest: number }
}

function addSearch(building: Building, filter: AnswerFilter, { seqs, between }: Known): void {
  const text = textCondition(filter)
  if (text === null) return
  if (text.isEmpty || seqs?.length === 0) building.isEmpty = true
  else if (seqs !== undefined) add(building, 'a.seq IN (SELECT value FROM json_each(?))', JSON.stringify(seqs))
  else if (between === undefined) add(building, `a.seq IN (SELECT rowid FROM search WHERE ${text.sql})`, ...text.values)
  else
    add(
      building,
      `a.seq IN (SELECT rowid FROM search WHERE rowid >= ? AND rowid <= ? AND ${text.sql})`,
      between.lowest,
      between.highest,
      ...text.values,
    )
}

/**
 * The rows of a filter. A cell of the heatmap is narrowed to the answers long and low enough for it; whether they have a token there is for
 * the caller to see in their tokens. Throws a `StoreError` `bad-request` on a metric that is none.
 */
export function filterCondition(filter: AnswerFilter, names: Names, known: Known = {}): SqlCondition {
  const building: Building = { terms: [], values: [], isEmpty: false }
  const time = known.isTimeLoose === true ? '+a.started_at' : 'a.started_at'
  if (filter.from !== undefined) add(building, `${time} >= ?`, filter.from)
  if (filter.to !== undefined) add(building, `${time} < ?`, filter.to)
  addName(building, 'project', filter.project, names)
  addName(building, 'model', filter.model, names)
  addName(building, 'provider', filter.provider, names)
  addName(building, 'language', filter.language, names)
  addPromptVersion(building, filter.promptVersion, names)
  addText(building, 'session', filter.session)
  addText(building, 'user', filter.user)
  addText(building, 'item', filter.item)
  addText(building, 'sample_group', filter.sampleGroup)
  for (const [name, value] of Object.entries(filter.tags ?? {}))
    add(building, 'EXISTS (SELECT 1 FROM json_each(a.tags) t WHERE t.key = ? AND t.value = ?)', name, value)
  addCodes(building, 'tier', filter.tiers, TIERS)
  addCodes(building, 'action', filter.actions, ACTIONS)
  addCodes(building, 'finish', filter.finishes, FINISHES)
  if (filter.detections !== undefined) {
    if (filter.detections.length === 0) building.isEmpty = true
    add(
      building,
      `EXISTS (SELECT 1 FROM json_each(a.detections) d WHERE d.key IN (${filter.detections.map(() => '?').join(', ')}))`,
      ...filter.detections,
    )
  }
  if (filter.flagged !== undefined) add(building, `a.flagged = ${filter.flagged ? 1 : 0}`)
  if (filter.imported !== undefined) add(building, `a.imported = ${filter.imported ? 1 : 0}`)
  addLabels(building, filter.labels)
  for (const range of filter.ranges ?? []) addRange(building, range)
  addSearch(building, filter, known)
  if (filter.cell !== undefined) {
    add(building, 'a.token_count + a.censored_count > ?', filter.cell.position[0])
    const [, below] = filter.cell.probability
    if (below <= 1 && below > 0) add(building, 'a.min_logprob < ?', Math.log(below))
  }
  return { sql: building.terms.length === 0 ? '1' : building.terms.join(' AND '), values: building.values, isEmpty: building.isEmpty }
}

const ROLLUP_FIELDS: ReadonlySet<string> = new Set(['from', 'to', 'project', 'model', 'provider', 'promptVersion', 'language'])

/** Whether a filter asks for nothing that rollups do not tell apart. */
export function isRollupFilter(filter: AnswerFilter): boolean {
  return Object.entries(filter).every(([field, value]) => value === undefined || ROLLUP_FIELDS.has(field))
}

/** Whether a probability lies in a band of the heatmap; the last band holds 1 itself. */
export function isInBand([from, to]: readonly [number, number], probability: number): boolean {
  return probability >= from && (probability < to || (to >= 1 && probability <= 1))
}

/** Whether an answer has a token in a cell of the heatmap. `logprob`: of its answer tokens in order, nats. */
export function isInCell(cell: NonNullable<AnswerFilter['cell']>, logprob: ArrayLike<number | null>): boolean {
  const [fromPosition, toPosition] = cell.position
  for (let i = Math.max(0, fromPosition); i < Math.min(logprob.length, toPosition); i++) {
    const value = logprob[i]
    if (value === null || value === undefined) continue
    if (isInBand(cell.probability, Math.exp(value))) return true
  }
  return false
}
