import { readFileSync, existsSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { parse as parseYaml } from 'yaml'
import { afterAll, describe, expect, it } from 'vitest'
import { columns } from './fixtures.ts'
import { isBuilt, jsonLines, runCli } from './run-cli.ts'
import { createWorkspace } from './workspace.ts'

const workspace = createWorkspace()
const { at, write } = workspace

afterAll(() => workspace.remove())

interface Row {
  readonly shift?: number
  readonly more?: (i: number) => Readonly<Record<string, unknown>>
}

/** Answers to numbered questions, each as sure as its number says, by `shift` nats a token. */
function run(count: number, { shift = 0, more = () => ({}) }: Row = {}): string {
  return Array.from({ length: count }, (_, i) => {
    const logprob = -0.3 - ((i * 7) % 11) / 20
    const noise = ((i * 5) % 9) / 100
    return columns(['a', 'b'], [logprob + shift - noise * (shift === 0 ? 0 : 1), logprob], { question: `Question ${i}?`, ...more(i) })
  }).join('\n')
}

const base = write('base.jsonl', run(60))
const worse = write('worse.jsonl', run(60, { shift: -0.4 }))

async function check(...args: string[]): Promise<{ code: number | null; line: Record<string, any>; stderr: string; stdout: string }> {
  const { code, stdout, stderr } = await runCli(['check', ...args])
  const line = args.includes('--json') && stdout !== '' ? jsonLines(stdout)[0]! : {}
  return { code, line, stderr, stdout }
}

const codes = (line: Record<string, any>): string[] => (line['warnings'] as { code: string }[]).map(({ code }) => code)

describe.skipIf(!isBuilt)('logitscope check', () => {
  it('fails on a loss, with the line that other programs rely on', async () => {
    const { code, line } = await check(worse, '--against', base, '--json')
    expect(code).toBe(1)
    expect(Object.keys(line).slice(0, 4)).toEqual(['passed', 'decided', 'tests', 'mix'])
    expect(line).toMatchObject({ passed: false, decided: true, mix: [] })
    const [test] = line['tests'] as Record<string, any>[]
    expect(Object.keys(test!).slice(0, 8)).toEqual(['metric', 'paired', 'n', 'baseline', 'current', 'difference', 'p', 'adjusted'])
    expect(test).toMatchObject({ metric: 'avgLogprob', paired: true, n: 60 })
    expect(test!['difference']).toHaveLength(3)
    expect(test!['difference'][1]).toBeCloseTo(test!['current'] - test!['baseline'], 9)
    expect(test!['difference'][2]).toBeLessThan(0)
  })

  it('passes where nothing is worse, and says that surer is not better', async () => {
    const { code, line } = await check(base, '--against', worse, '--json')
    expect(code).toBe(0)
    expect(line['passed']).toBe(true)
    expect(codes(line)).toContain('higher-is-not-better')
  })

  it('takes a tolerance, for all metrics or one', async () => {
    expect((await check(worse, '--against', base, '--tolerance', '1', '--json')).code).toBe(0)
    const { code, line } = await check(worse, '--against', base, '--tolerance', 'avgLogprob=1', '--json')
    expect(code).toBe(1)
    expect((line['tests'] as { adjusted: number }[]).map(({ adjusted }) => adjusted <= 0.05)).toEqual([false, true])
  })

  it('says of few answers that they are too few, and how many it takes', async () => {
    const few = write('few.jsonl', run(8, { more: (i) => ({ tokens: ['a'], logprobs: [-0.3 - ((i * 3) % 7) / 10] }) }))
    const { code, line, stdout } = await check(few, '--against', base, '--json')
    expect([code, line['passed'], line['decided']]).toEqual([0, true, false])
    expect((line['tests'] as { n: number; needed: number }[]).every(({ n, needed }) => n === 8 && needed > 8)).toBe(true)
    expect(stdout).not.toBe('')
    expect((await check(few, '--against', base)).stdout).toContain('UNDECIDED')
  })

  it('compares other questions without pairs', async () => {
    const other = write('other.jsonl', run(60, { shift: -2, more: (i) => ({ question: `Another ${i}?` }) }))
    const { code, line } = await check(other, '--against', base, '--json')
    expect(code).toBe(1)
    expect(line['tests'][0]).toMatchObject({ paired: false, n: 60 })
    expect(codes(line)).toContain('not-paired')
  })

  it('counts a question once however often it is asked', async () => {
    const twice = write('twice.jsonl', `${run(60)}\n${run(60, { shift: -0.4 })}`)
    const { line } = await check(twice, '--against', base, '--json')
    expect(line['tests'][0].n).toBe(60)
    expect(line['tests'][0].difference[1]).toBeCloseTo(
      (await check(worse, '--against', base, '--json')).line['tests'][0].difference[1] / 2,
      9,
    )
    expect(codes(line)).toContain('repeated-questions')
  })

  it('adds McNemar where there are labels', async () => {
    const right = write('right.jsonl', run(60, { more: (i) => ({ correct: i % 3 !== 0 }) }))
    const wrong = write('wrong.jsonl', run(60, { more: (i) => ({ correct: i % 3 === 1 }) }))
    const { code, line } = await check(wrong, '--against', right, '--json')
    expect(code).toBe(1)
    expect(line['labels']).toMatchObject({ better: 0, worse: 20 })
    expect(line['tests'].at(-1).metric).toBe('correct')
    expect(line['tests'].at(-1).p).toBeCloseTo(2 ** -20, 12)
  })

  it('says that the baseline is of another model, and what else is not as it was', async () => {
    const [a, b] = ['model-a', 'model-b'].map((model) => write(`${model}.jsonl`, run(60, { more: () => ({ model }) })))
    const { line } = await check(a!, '--against', b!, '--json')
    expect(codes(line)).toEqual(expect.arrayContaining(['other-model', 'all-equal']))
    expect(line['mix']).toEqual(
      expect.arrayContaining([expect.objectContaining({ of: 'model', value: 'model-a', baseline: 0, current: 1 })]),
    )
  })

  it('takes tokens whose value is cut off for unknown, not for surer', async () => {
    const sentinel = write(
      'sentinel.jsonl',
      run(60, { more: (i) => (i % 3 === 0 ? { logprobs: [-9999, -0.3 - ((i * 7) % 11) / 20] } : {}) }),
    )
    const { code, line } = await check(sentinel, '--against', base, '--json')
    expect(code).toBe(1)
    const measured = line['tests'].find((test: { metric: string }) => test.metric === 'measured')
    expect(measured.current).toBeCloseTo(1 - 20 / 120, 12)
    expect(measured.adjusted).toBeLessThan(0.001)
    expect(codes(line)).toContain('censored')
    expect((await check(sentinel, '--against', base, '--tolerance', 'measured=0.5', '--json')).code).toBe(0)
  })

  it('refuses NaN with the record that has it, and counts its answer as not measured', async () => {
    const broken = write(
      'broken.jsonl',
      `${run(59)}\n${columns(['a', 'b'], [-0.4, -0.5], { question: 'Question 59?' }).replace('-0.4', 'NaN')}`,
    )
    const { code, line, stderr } = await check(broken, '--against', base, '--json')
    expect(code).toBe(2)
    expect(stderr).toMatch(/record 59 /)
    expect(line['passed']).toBe(true)
  })

  it('says that only one side has labels', async () => {
    const right = write('labelled.jsonl', run(60, { more: (i) => ({ correct: i % 3 !== 0 }) }))
    for (const [now, before, who] of [
      [right, base, 'the new answers have'],
      [base, right, 'the baseline has'],
    ] as const) {
      const { line } = await check(now, '--against', before, '--json')
      expect(line['labels']).toBeUndefined()
      const warning = (line['warnings'] as { code: string; message: string }[]).find((one) => one.code === 'labels-on-one-side')
      expect(warning?.message).toContain(`only ${who} labels`)
    }
  })

  it('says that one name is borne by several questions, and does not pass one question for enough', async () => {
    const same = write('same-name.jsonl', run(60, { more: () => ({ id: 'q' }) }))
    const { line, stdout } = await check(same, '--against', same, '--json')
    expect(codes(line)).toContain('one-name-for-several')
    expect([line['passed'], line['decided']]).toEqual([true, false])
    expect(stdout).not.toBe('')
    const table = (await check(same, '--against', same)).stdout
    expect(table).toContain('too few')
    expect(table).not.toContain('no loss')
    const named = write('named.jsonl', run(60, { more: (i) => ({ id: `q${i}` }) }))
    expect(codes((await check(named, '--against', named, '--json')).line)).not.toContain('one-name-for-several')
  })

  it('says that the answers are in other languages', async () => {
    const [english, turkish] = ['en', 'tr'].map((language) => write(`${language}.jsonl`, run(60, { more: () => ({ language }) })))
    const { line } = await check(turkish!, '--against', english!, '--json')
    expect(codes(line)).toContain('other-language')
  })

  it('reads gzip, and several files of one side', async () => {
    writeFileSync(at('worse.jsonl.gz'), gzipSync(readFileSync(worse)))
    const { line } = await check(at('worse.jsonl.gz'), '--against', base, '--json')
    expect(line).toEqual((await check(worse, '--against', base, '--json')).line)
    const [first, second] = [write('part-1.jsonl', run(30)), write('part-2.jsonl', run(60).split('\n').slice(30).join('\n'))]
    expect((await check(first, second, '--against', base, '--json')).line['tests'][0].n).toBe(60)
  })

  it('counts answers without any content as a loss, not as nothing', async () => {
    const empty = write('empty-answers.jsonl', run(60, { more: (i) => (i < 30 ? { tokens: [], logprobs: [] } : {}) }))
    const { code, line } = await check(empty, '--against', base, '--json')
    expect(code).toBe(1)
    const measured = line['tests'].find((test: { metric: string }) => test.metric === 'measured')
    expect(measured.baseline).toBe(1)
    expect(measured.current).toBeCloseTo(0.5, 12)
    expect(codes(line)).toContain('not-measured')
  })

  it('shows a table, and writes Markdown and JUnit', async () => {
    const { code, stdout } = await check(worse, '--against', base, '--markdown', at('s.md'), '--junit', at('r.xml'))
    expect(code).toBe(1)
    expect(stdout).toMatch(/FAILED[\s\S]*avgLogprob +60 /)
    expect(readFileSync(at('s.md'), 'utf8')).toMatch(/\| avgLogprob \| 60 pairs \|.*\*\*loss\*\* \|/)
    const xml = readFileSync(at('r.xml'), 'utf8')
    expect(xml).toContain('<testsuites tests="2" failures="2" errors="0" skipped="0">')
    expect(xml).toContain('<failure message="significant loss: difference ')
  })

  it('writes XML that a strict reader takes, and Markdown whose rows have as many cells as their titles, whatever a name holds', async () => {
    const model = 'a|b \u0001 ]]> <x> "q" & `c`\n| d'
    const odd = write('odd.jsonl', run(60, { more: () => ({ model }) }))
    const plain = write('plain.jsonl', run(60, { more: () => ({ model: 'm' }) }))
    await check(odd, '--against', plain, '--markdown', at('odd.md'), '--junit', at('odd.xml'))
    const seen: Record<string, number> = {}
    const suites: Record<string, string>[] = []
    const parser = new SaxesParser()
    parser.on('error', (error) => {
      throw error
    })
    parser.on('opentag', ({ name, attributes }) => {
      seen[name] = (seen[name] ?? 0) + 1
      if (name === 'testsuite') suites.push(attributes)
    })
    parser.write(readFileSync(at('odd.xml'), 'utf8')).close()
    expect(seen).toMatchObject({ testsuites: 1, testsuite: 1, testcase: 2 })
    expect(suites).toEqual([{ name: 'logitscope check', tests: '2', failures: '0', errors: '0', skipped: '0' }])
    const cells = (row: string): number => row.replace(/\\./g, '').split('|').length
    const tables = readFileSync(at('odd.md'), 'utf8')
      .split(/\n\n/)
      .filter((part) => part.startsWith('|'))
    expect(tables).toHaveLength(2)
    for (const table of tables) {
      const rows = table.trimEnd().split('\n')
      expect(rows[1]).toMatch(/^\| (:?-+:? \| )*:?-+:? \|$/)
      expect(new Set(rows.map(cells)).size).toBe(1)
    }
  })

  it('is called by the example workflow with options that it has', async () => {
    interface Workflow {
      readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>
    }
    const text = readFileSync(new URL('../../../examples/ci/logitscope-check.yml', import.meta.url), 'utf8')
    const { jobs } = parseYaml(text) as Workflow
    const command = Object.values(jobs)
      .flatMap(({ steps }) => steps)
      .find((step) => step.run?.includes('logitscope check') === true)
    const args = command!.run!.replace(/^npx logitscope /, '').split(' ')
    write('answers.jsonl', run(60))
    write('baseline.jsonl', run(60))
    expect((await runCli(args, { cwd: workspace.folder })).code).toBe(0)
    expect(existsSync(at('summary.md')) && existsSync(at('report.xml'))).toBe(true)
  })

  it.each<[string, readonly string[], RegExp]>([
    ['an empty file', ['empty.jsonl', '--against', 'base.jsonl'], /nothing to compare: the input holds no answer/],
    ['an empty baseline', ['base.jsonl', '--against', 'empty.jsonl'], /nothing to compare: the baseline holds no answer/],
    ['a baseline that is not there', ['base.jsonl', '--against', 'gone.jsonl'], /no such file/],
    ['no baseline', ['base.jsonl'], /--against/],
    ['the standard input as baseline', ['base.jsonl', '--against', '-'], /takes no "-"/],
    ['a metric that is none', ['base.jsonl', '--against', 'base.jsonl', '--metric', 'tokenCount'], /Known are avgLogprob/],
    ['a tolerance below 0', ['base.jsonl', '--against', 'base.jsonl', '--tolerance=-1'], /0 or more/],
    [
      'a metric that is not known',
      ['base.jsonl', '--against', 'base.jsonl', '--metric', 'errorRisk'],
      /errorRisk is not known on both sides/,
    ],
    ['a file that cannot be written', ['base.jsonl', '--against', 'base.jsonl', '--junit', 'no/where.xml'], /cannot write/],
  ])('ends with 2 for %s', async (_, args, message) => {
    write('empty.jsonl', '')
    const { code, stdout, stderr } = await runCli(['check', ...args], { cwd: workspace.folder })
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(existsSync(at('no'))).toBe(false)
  })

  it('reads the rest of a damaged input, and does not vouch for it', async () => {
    const damaged = write('damaged.jsonl', `${run(60)}\n{"tokens": [`)
    const { code, line, stderr } = await check(damaged, '--against', base, '--json')
    expect([code, line['passed']]).toEqual([2, true])
    expect(stderr).toContain('record 60')
  })

  it('says the same twice', async () => {
    const lines = await Promise.all([1, 2].map(() => runCli(['check', worse, '--against', base, '--json'])))
    expect(lines[0]!.stdout).toBe(lines[1]!.stdout)
  })
})
