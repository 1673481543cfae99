import {
  ACTIONS,
  EVIDENCE_TIERS,
  FILTER_TEXTS,
  FINISH_REASONS,
  LABEL_STATES,
  METRIC_PATHS,
  type AnswerFilter,
  type CellFilter,
  type MetricRange,
} from '@logitscope/core'
import { z } from 'zod'

/** Longest text of a filter, characters. */
const LONGEST_TEXT = 500
/** Most entries of a list. */
const MOST_ENTRIES = 50

const text = z.string().max(LONGEST_TEXT)
const flag = z.enum(['true', 'false'])
/** Whole epoch milliseconds that a date can hold. */
const time = z.string().regex(/^-?\d{1,16}$/, 'must be epoch milliseconds, a whole number')
const repeated = z.union([text, z.array(text).max(MOST_ENTRIES)])

/** The parameters of `AnswerFilterQuery`, as they stand in a query string. */
export const FILTER_FIELDS = {
  from: time.optional().describe('Epoch ms, inclusive'),
  to: time.optional().describe('Epoch ms, exclusive'),
  project: text.optional(),
  model: text.optional(),
  provider: text.optional(),
  promptVersion: text.optional().describe('Empty: answers without one'),
  language: text.optional(),
  session: text.optional(),
  user: text.optional(),
  item: text.optional(),
  sampleGroup: text.optional(),
  tag: repeated.optional().describe('name:value, repeated for further tags'),
  tier: repeated.optional().describe(`Of ${EVIDENCE_TIERS.join(', ')}; comma-separated or repeated`),
  action: repeated.optional().describe(`Of ${ACTIONS.join(', ')}; comma-separated or repeated`),
  finish: repeated.optional().describe(`Of ${FINISH_REASONS.join(', ')}; comma-separated or repeated`),
  detection: repeated.optional().describe('Kinds of detection, one of which was found'),
  flagged: flag.optional(),
  label: repeated.optional().describe(`Of ${LABEL_STATES.join(', ')}; comma-separated or repeated`),
  range: repeated.optional().describe('metric:min:max, either end may be empty; repeated for further ranges'),
  text: text.optional().describe('Full-text search in prompt and answer'),
  lowToken: text.optional(),
  cell: text.optional().describe('positionFrom,positionTo,probabilityFrom,probabilityTo'),
  imported: flag.optional(),
} as const satisfies Record<string, z.ZodType>

export type FilterFields = { readonly [Name in keyof typeof FILTER_FIELDS]?: z.output<(typeof FILTER_FIELDS)[Name]> }

type Report = (name: string, message: string) => void

const isOne = <T extends string>(words: readonly T[], word: string): word is T => (words as readonly string[]).includes(word)

function entriesOf(value: string | readonly string[] | undefined): readonly string[] {
  const given = value === undefined ? [] : typeof value === 'string' ? [value] : value
  return given.flatMap((entry) => entry.split(',')).filter((entry) => entry !== '')
}

function listOf<T extends string>(
  name: string,
  value: string | readonly string[] | undefined,
  words: readonly T[],
  report: Report,
): readonly T[] {
  return entriesOf(value).flatMap((entry) => {
    if (isOne(words, entry)) return [entry]
    report(name, `"${entry.slice(0, 50)}" is none of ${words.join(', ')}`)
    return []
  })
}

const numberOf = (part: string): number => (part.trim() === '' ? NaN : Number(part))

function rangesOf(value: string | readonly string[] | undefined, report: Report): readonly MetricRange[] {
  const given = value === undefined ? [] : typeof value === 'string' ? [value] : value
  return given.flatMap((entry) => {
    const [metric = '', min = '', max = '', more] = entry.split(':')
    const ends = [min, max].map(numberOf)
    const isBad = more !== undefined || [min, max].some((part, i) => part !== '' && !Number.isFinite(ends[i])) || (min === '' && max === '')
    if (isBad) report('range', 'must be metric:min:max with at least one number, such as metrics.avgLogprob::-3')
    else if (!METRIC_PATHS.includes(metric)) report('range', `"${metric.slice(0, 80)}" is no metric that is measured`)
    if (isBad || !METRIC_PATHS.includes(metric)) return []
    return [{ metric, ...(min === '' ? {} : { min: ends[0]! }), ...(max === '' ? {} : { max: ends[1]! }) }]
  })
}

function tagsOf(value: string | readonly string[] | undefined, report: Report): Readonly<Record<string, string>> {
  const given = value === undefined ? [] : typeof value === 'string' ? [value] : value
  const entries = given.flatMap((entry): [string, string][] => {
    const colon = entry.indexOf(':')
    if (colon > 0) return [[entry.slice(0, colon), entry.slice(colon + 1)]]
    report('tag', 'must be name:value')
    return []
  })
  return Object.fromEntries(entries)
}

function cellOf(value: string, report: Report): CellFilter | null {
  const parts = value.split(',').map(numberOf)
  if (parts.length !== 4 || parts.some((part) => Number.isNaN(part))) {
    report('cell', 'must be four numbers: positionFrom,positionTo,probabilityFrom,probabilityTo')
    return null
  }
  return { position: [parts[0]!, parts[1]!], probability: [parts[2]!, parts[3]!] }
}

/** The filter that a query means; what cannot be understood is reported, never left out in silence. */
export function filterOf(query: FilterFields, report: Report): AnswerFilter {
  const tiers = listOf('tier', query.tier, EVIDENCE_TIERS, report)
  const actions = listOf('action', query.action, ACTIONS, report)
  const finishes = listOf('finish', query.finish, FINISH_REASONS, report)
  const labels = listOf('label', query.label, LABEL_STATES, report)
  const detections = entriesOf(query.detection)
  const ranges = rangesOf(query.range, report)
  const tags = tagsOf(query.tag, report)
  const cell = query.cell === undefined ? null : cellOf(query.cell, report)
  const from = query.from === undefined ? undefined : Number(query.from)
  const to = query.to === undefined ? undefined : Number(query.to)
  if (from !== undefined && to !== undefined && from >= to) report('to', 'must be later than from')
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...Object.fromEntries(FILTER_TEXTS.filter((name) => query[name] !== undefined).map((name) => [name, query[name]])),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(tiers.length === 0 ? {} : { tiers }),
    ...(actions.length === 0 ? {} : { actions }),
    ...(finishes.length === 0 ? {} : { finishes }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(detections.length === 0 ? {} : { detections }),
    ...(query.flagged === undefined ? {} : { flagged: query.flagged === 'true' }),
    ...(ranges.length === 0 ? {} : { ranges }),
    ...(cell === null ? {} : { cell }),
    ...(query.imported === undefined ? {} : { imported: query.imported === 'true' }),
  }
}
