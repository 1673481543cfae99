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
})
