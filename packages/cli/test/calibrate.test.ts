import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { columns } from './fixtures.ts'
import { isBuilt, jsonLines, runCli } from './run-cli.ts'
import { createWorkspace } from './workspace.ts'

if (!isBuilt) console.warn('packages/cli is not built: the tests of calibrate and score are skipped (npm run build)')

const workspace = createWorkspace()
const { at, write } = workspace

afterAll(() => workspace.remove())

/** Answers of which the less probable ones are wrong, most of the time. */
const answers = Array.from({ length: 200 }, (_, i) => {
  const logprob = -0.01 - ((i * 37) % 100) / 40
  const correct = (i * 37) % 100 < 50 === (i % 10 !== 0)
  return columns(['Answer', ` ${i}`], [logprob / 2, logprob], {
    question: `Question ${i}?`,
    language: 'en',
    ...(i < 190 ? { correct } : {}),
  })
})

describe.skipIf(!isBuilt)('logitscope calibrate and score', () => {
  it('fits a profile from labels in the records, which scores other answers', async () => {
    write('set.jsonl', answers.join('\n'))
    const { code, stdout, stderr } = await runCli(['calibrate', at('set.jsonl'), '--json', '-o', at('profile.json')])
    expect(stderr).toContain('10 answers without a label')
    expect(code).toBe(0)
    const [profile] = jsonLines(stdout)
    expect(profile).toMatchObject({ schema: 1, refused: [], groups: [{ key: 'language=en model=set', n: 190 }] })
    expect(profile!['groups'][0].promises.length).toBeGreaterThan(0)
    expect(JSON.parse(readFileSync(at('profile.json'), 'utf8'))).toEqual(profile)

    write('new.jsonl', answers.slice(0, 3).join('\n'))
    const scored = await runCli(['score', at('new.jsonl'), '--profile', at('profile.json'), '--json'])
    expect(scored.code).toBe(0)
    expect(scored.stderr).toContain('no fit of its own')
    for (const line of jsonLines(scored.stdout)) {
      expect(line['errorRisk']).toBeGreaterThan(0)
      expect(line['verdict'].basis).toBe('calibrated')
      expect(line['calibration'].level).toBe('all')
    }
  })

  it('says that there are no labels, and that a profile holds nothing calibrated', async () => {
    write('bare.jsonl', columns(['a'], [-1]))
    const bare = await runCli(['calibrate', at('bare.jsonl'), '--json'])
    expect([bare.code, bare.stdout]).toEqual([2, ''])
    expect(bare.stderr).toContain('no labels')
    write('empty.json', JSON.stringify({ schema: 1, name: 'x' }))
    const scored = await runCli(['score', at('bare.jsonl'), '--profile', at('empty.json')])
    expect(scored.code).toBe(2)
    expect(scored.stderr).toContain('holds nothing calibrated')
  })

  const plain = answers.slice(0, 190).map((line, i) => {
    const { correct, ...record } = JSON.parse(line) as Record<string, unknown>
    return { record: { ...record, id: `a${i}` }, correct }
  })

  it.each([
    [
      'semicolons, a BOM and CRLF',
      '\ufefftraceId;label\r\n',
      (id: string, right: boolean) => `${id};${right ? 'correct' : 'incorrect'}\r\n`,
    ],
    ['quotes and commas', '"trace_id","note","label"\n', (id: string, right: boolean) => `"${id}","so, ""it"" is",${right ? 1 : 0}\n`],
    ['Turkish capitals', 'Trace ID,Label\n', (id: string, right: boolean) => `${id},${right ? 'DOĞRU' : 'YANLIŞ'}\n`],
  ])('reads labels by the id of the record from a CSV with %s', async (_, header, line) => {
    write('plain.jsonl', plain.map(({ record }) => JSON.stringify(record)).join('\n'))
    write('labels.csv', `${header}${plain.map(({ record, correct }) => line(record.id, correct === true)).join('')}zzz${line('', true)}`)
    const { code, stdout, stderr } = await runCli(['calibrate', at('plain.jsonl'), '--labels', at('labels.csv'), '--uniform', '--json'])
    expect(stderr).toContain('unknown-trace: 1 labels')
    expect(code).toBe(0)
    expect(jsonLines(stdout)[0]).toMatchObject({ groups: [{ n: 190, sources: { file: 190 } }] })
  })

  it.each([
    ['no-header.csv', 'a0,1\na1,0\n', 'its first line must name the columns'],
    ['no-label.csv', 'traceId,verdict\na0,1\n', 'no column for the label'],
    ['empty.csv', '', 'it is empty'],
    ['other.json', '[1, 2]', 'but is none of labels'],
  ])('says what is wrong with %s', async (name, text, message) => {
    write('plain.jsonl', plain.map(({ record }) => JSON.stringify(record)).join('\n'))
    write(name, text)
    const { code, stdout, stderr } = await runCli(['calibrate', at('plain.jsonl'), '--labels', at(name), '--json'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })

  it('tells of contradictory records, unsure ones, and what is no label', async () => {
    const records = plain.map(({ record, correct }, i) => ({ ...record, correct: i < 10 ? 'unsure' : i < 20 ? 0.5 : correct }))
    const contradictory = plain.slice(20, 25).map(({ record, correct }) => ({ ...record, correct: correct !== true }))
    write('hard.jsonl', [...records, ...contradictory].map((record) => JSON.stringify(record)).join('\n'))
    const { code, stdout, stderr } = await runCli(['calibrate', at('hard.jsonl'), '--json'])
    expect(stderr).toContain('contradictory-labels: 10 records')
    expect(stderr).toContain('not-a-label: 10 records')
    expect(stderr).toContain('duplicated-id: 5 ids')
    expect(code).toBe(0)
    expect(jsonLines(stdout)[0]).toMatchObject({ groups: [{ n: 165, unsure: { n: 10 } }] })
  })

  it('says without labels what is unusual, and that this is no claim of being right', async () => {
    const unlabelled = Array.from({ length: 150 }, (_, i) =>
      columns(['Yanıt', ` ${i}`], [-i / 100, -0.1], { question: `Soru ${i}?`, language: i < 120 ? 'tr-TR' : 'en' }),
    )
    write('unlabelled.jsonl', unlabelled.join('\n'))
    const told = await runCli([
      'calibrate',
      at('unlabelled.jsonl'),
      '--quantiles',
      '0.1',
      '--report-language',
      'tr',
      '-o',
      at('quantiles.json'),
    ])
    expect(told.code).toBe(0)
    expect(told.stdout).toContain('doğruluk iddiası taşımaz')
    const profile = JSON.parse(readFileSync(at('quantiles.json'), 'utf8')) as Record<string, unknown>
    expect(profile).toMatchObject({
      groups: [],
      baselines: [
        { key: 'language=tr model=unlabelled', n: 120, thresholds: [{ feature: 'avgLogprob', share: 0.1, n: 120 }, {}, {}, {}] },
        { key: 'language=en model=unlabelled', n: 30, thresholds: [] },
      ],
    })
    const scored = await runCli(['score', at('unlabelled.jsonl'), '--profile', at('quantiles.json')])
    expect(scored.code).toBe(2)
    expect(scored.stderr).toContain('only quantiles')
  })

  it('tells of thresholds that are asked for, in the report, the JSON and the profile, and writes a page', async () => {
    write('asked.jsonl', answers.join('\n'))
    const asked = ['--what-if', '0.3,0.5', '--precision', '0.9', '--recall', '0.8', '--cost-wrong', '5', '--cost-review', '1']
    const { code, stdout } = await runCli(['calibrate', at('asked.jsonl'), ...asked, '--json', '--html', at('page.html')])
    expect(code).toBe(0)
    const [group] = jsonLines(stdout)[0]!['groups']
    expect(group).toMatchObject({
      whatIf: [{ threshold: 0.3 }, { threshold: 0.5 }],
      targets: [
        { kind: 'precision', target: 0.9 },
        { kind: 'recall', target: 0.8 },
      ],
      costs: { threshold: 0.2 },
      actions: [{ metric: 'errorRisk', value: 0.2 }],
    })
    for (const { answeredShare } of group.whatIf) expect(answeredShare).toHaveLength(3)
    expect(readFileSync(at('page.html'), 'utf8')).toContain('id="what-if-0"')
    const told = await runCli(['calibrate', at('asked.jsonl'), ...asked, '--report-language', 'en'])
    for (const text of ['at risk ≤ 0.30: answered', 'precision 90%', 'recall 80%', 'where a wrong answer costs 5', 'labelling 50 more'])
      expect(told.stdout).toContain(text)
  })

  it('says that a profile belongs to other groups, and scores by a more general level or not at all', async () => {
    write('first.jsonl', answers.join('\n'))
    await runCli(['calibrate', at('first.jsonl'), '--model', 'first', '-o', at('first.json'), '--json'])
    const other = await runCli(['score', at('first.jsonl'), '--model', 'second', '--profile', at('first.json'), '--json'])
    expect(other.stderr).toContain('belong to language=en model=second, for which the profile holds no fit of its own')
    const bare = { ...(JSON.parse(readFileSync(at('first.json'), 'utf8')) as object), pools: [] }
    write('bare-profile.json', JSON.stringify(bare))
    const none = await runCli(['score', at('first.jsonl'), '--model', 'second', '--profile', at('bare-profile.json'), '--json'])
    expect(jsonLines(none.stdout).every((line) => line['errorRisk'] === null)).toBe(true)
    expect(none.stderr).toContain('no fit of its own')
  })
})
