import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ACTIONS } from '../../profile/types.ts'
import { STARTING_PROFILE } from '../../profile/starting-profile.ts'
import { explain, fill, LOCALES, messagesFor, metricPathName, say } from './index.ts'

const source = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** The words of a union type, read from its declaration. */
function wordsOf(path: string, type: string): string[] {
  const text = source(path)
  const at = text.search(new RegExp(`export type ${type}\\b`))
  expect(at, `${type} is declared in ${path}`).toBeGreaterThanOrEqual(0)
  const length = text.slice(at).search(/\n(?=export|\/\*\*|interface|function|\n)/)
  const words = [...text.slice(at, at + length).matchAll(/'([^']+)'/g)].map((match) => match[1]!)
  expect(words.length).toBeGreaterThan(2)
  return words
}

/** The fields of an interface. */
function fieldsOf(path: string, type: string): string[] {
  const text = source(path)
  const at = text.indexOf(`export interface ${type} {`)
  return [...text.slice(at, text.indexOf('\n}', at)).matchAll(/^ {2}readonly (\w+)\??:/gm)].map((match) => match[1]!)
}

function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value as object).flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`))
}

describe.each(LOCALES)('messages in %s', (locale) => {
  const messages = messagesFor(locale)

  it.each([
    ['detections', 'detect/types.ts', 'DetectionKind'],
    ['issues', 'trace/types.ts', 'IssueCode'],
    ['reasons', 'analyze/types.ts', 'ReasonCode'],
    ['tiers', 'trace/types.ts', 'EvidenceTier'],
    ['bases', 'trace/types.ts', 'EvidenceBasis'],
    ['finishes', 'trace/types.ts', 'FinishReason'],
    ['parts', 'trace/types.ts', 'Part'],
    ['entityKinds', 'model/entity-finder.ts', 'EntityKind'],
    ['states', 'profile/condition.ts', 'ConditionState'],
    ['glitchReasons', 'detect/glitch/glitch-of-piece.ts', 'GlitchReason'],
  ] as const)('have a word for every one of %s', (table, path, type) => {
    expect(Object.keys(messages[table]).sort()).toEqual(wordsOf(path, type).sort())
  })

  it('have a word for every reason that the metrics give and every issue that the readers log', () => {
    for (const reason of wordsOf('metrics/reasons.ts', 'MetricReason')) expect(Object.keys(messages.reasons), reason).toContain(reason)
    const folder = fileURLToPath(new URL('../../../../adapters/src', import.meta.url))
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.includes('.test.'),
    )
    const logged = files.flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/\blog\.add\(\s*'([a-z-]+)'/g)].map((match) => match[1]!),
    )
    expect(logged.length).toBeGreaterThan(5)
    for (const code of logged) expect(Object.keys(messages.issues), code).toContain(code)
  })

  it('have a word for every metric and every metric path', () => {
    expect(Object.keys(messages.metrics).sort()).toEqual(fieldsOf('metrics/types.ts', 'Metrics').sort())
    for (const path of wordsOf('profile/rules.ts', 'MetricPath')) expect(metricPathName(messages, path), path).not.toBe(path)
  })

  it('have a word for every action, vote, rule and band of the starting profile', () => {
    for (const action of ACTIONS) expect(messages.actions[action].name).not.toBe('')
    for (const vote of STARTING_PROFILE.votes) expect(messages.votes[vote.id], vote.id).toBeTruthy()
    for (const rule of STARTING_PROFILE.actions) expect(messages.rules[rule.id], rule.id).toBeTruthy()
    for (const [range, bands] of Object.entries(STARTING_PROFILE.bands))
      for (const band of bands)
        expect(messages.bands[range as keyof typeof messages.bands][band.name], `${range} ${band.name}`).toBeTruthy()
  })

  it('leave no string empty', () => {
    for (const [path, text] of flatten(messages)) expect(text.trim(), path).not.toBe('')
  })
})

describe('messages', () => {
  it('have the same keys and the same placeholders in every language', () => {
    const [first, ...others] = LOCALES.map((locale) => flatten(messagesFor(locale)))
    const shape = (entries: [string, string][]): [string, string[]][] =>
      entries.map(([path, text]): [string, string[]] => [path, [...text.matchAll(/\{\w+\}/g)].map(String).sort()]).sort()
    for (const other of others) expect(shape(other)).toEqual(shape(first!))
  })

  it('are translated, not copied', () => {
    const turkish = new Map(flatten(messagesFor('tr')))
    const same = flatten(messagesFor('en')).filter(([path, text]) => turkish.get(path) === text)
    expect(same.map(([path]) => path)).toEqual(['metrics.perplexity.name', 'bands.avgLogprob.normal'])
  })

  it('show a word they do not know as it is, also one that objects are born with', () => {
    const { issues, detections } = messagesFor('en')
    expect(say(issues, 'brand-new-issue')).toBe('brand-new-issue')
    expect(say(issues, 'constructor')).toBe('constructor')
    expect(say(issues, '\x1b[2J')).toBe('␛[2J')
    expect(explain(detections, 'toString')).toEqual({ name: 'toString', meaning: '' })
  })

  it('fill placeholders and leave unknown ones', () => {
    expect(fill('{a} of {b} {c}', { a: 1, b: 'two' })).toBe('1 of two {c}')
  })
})
