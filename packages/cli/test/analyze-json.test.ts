import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { chatBody, columns, SURE, UNSURE } from './fixtures.ts'
import { isBuilt, jsonLines, MAIN, runCli } from './run-cli.ts'
import { createWorkspace, GOOD } from './workspace.ts'

if (!isBuilt) console.warn('packages/cli is not built: the tests of the command are skipped (npm run build)')

const workspace = createWorkspace()
const { folder, at, write } = workspace

afterAll(() => workspace.remove())

describe.skipIf(!isBuilt)('logitscope analyze --json', () => {
  it('gives a line an answer, with the fields that other programs rely on', async () => {
    const { code, stdout, stderr } = await runCli(['analyze', at('good.jsonl'), '--json'])
    expect([code, stderr]).toEqual([0, ''])
    const lines = jsonLines(stdout)
    expect(lines.map(({ index }) => index)).toEqual([0, 1, 2])
    const fields = [
      'file',
      'index',
      'trace',
      'metrics',
      'reasons',
      'detections',
      'hallucination',
      'errorRisk',
      'verdict',
      'language',
      'profile',
    ]
    expect(Object.keys(lines[0]!)).toEqual(fields)
    expect(Object.keys(lines[1]!)).toEqual([...fields, 'label'])
    expect(lines[1]!['label']).toEqual({ correct: true })
    expect(lines[0]!['file']).toBe(at('good.jsonl'))
    expect(lines[0]!['trace'].tokens).toHaveLength(2)
    expect(lines[0]!['metrics'].avgLogprob).toBeCloseTo(-0.0055, 12)
  })

  it('adds the numbers of every token when asked', async () => {
    const [line] = jsonLines((await runCli(['analyze', at('one.json'), '--json', '--per-token'])).stdout)
    expect(line!['perToken'].logprob).toEqual([-0.01, -0.001])
    expect(line!['perToken'].margin[0]).toBeCloseTo(4.99, 9)
  })

  it('gives a line a choice', async () => {
    const { stdout } = await runCli(['analyze', '--json'], { input: JSON.stringify(chatBody([SURE, UNSURE])) })
    expect(jsonLines(stdout).map(({ index, trace }) => [index, trace.source.choice])).toEqual([
      [0, 0],
      [0, 1],
    ])
  })

  it.each(['-', undefined])('reads the standard input (%s), gzipped too', async (name) => {
    for (const input of [GOOD.join('\n'), gzipSync(GOOD.join('\n'))]) {
      const { code, stdout } = await runCli(['analyze', ...(name === undefined ? [] : [name]), '--json'], { input })
      expect(code).toBe(0)
      expect(jsonLines(stdout).map(({ file, index }) => `${file}${index}`)).toEqual(['-0', '-1', '-2'])
    }
  })

  it('reads folders and patterns, whatever is gzipped', async () => {
    const names = async (...args: string[]): Promise<string[]> =>
      jsonLines((await runCli(['analyze', ...args, '--json'], { cwd: folder })).stdout).map(({ file }) => file as string)
    expect(await names('runs')).toEqual(['runs/a.jsonl', 'runs/deep/b.jsonl.gz'])
    expect(await names('runs/**/*.gz')).toEqual(['runs/deep/b.jsonl.gz'])
    expect(await names('*.json')).toEqual(['one.json'])
  })

  it('reads the rest of what holds broken records, and ends with exit code 2', async () => {
    const broken = write('mixed.jsonl', [GOOD[0], '{"tokens": [', GOOD[1], '<html>502</html>', '{"hello": 1}', GOOD[2]].join('\n'))
    const { code, stdout, stderr } = await runCli(['analyze', at('nowhere.json'), broken, '--json'])
    expect(code).toBe(2)
    const lines = jsonLines(stdout)
    expect(lines.filter((line) => 'metrics' in line)).toHaveLength(3)
    const faults = lines.filter((line) => 'issues' in line)
    expect(faults[0]).toEqual({
      file: at('nowhere.json'),
      index: null,
      issues: [{ code: 'no-such-file', path: '', message: 'no such file or folder' }],
    })
    expect(faults.length).toBeGreaterThanOrEqual(4)
    for (const fault of faults) {
      expect(Object.keys(fault)).toEqual(['file', 'index', 'issues'])
      expect(Object.keys(fault['issues'][0]).slice(0, 3)).toEqual(['code', 'path', 'message'])
    }
    expect(stderr).toContain(`${at('nowhere.json')}: no such file`)
    expect(stderr).toContain(`${broken}, record 1 (line 2): `)
  })

  it('keeps what was read of a gzip file that was cut off', async () => {
    const many = `${Array.from({ length: 400 }, (_, i) => columns(['a', String(i)], [-1, -i / 400], { id: `i${i}` })).join('\n')}\n`
    const packed = gzipSync(many)
    const { code, stdout, stderr } = await runCli(['analyze', write('cut.gz', packed.subarray(0, packed.length >> 1)), '--json'])
    expect(code).toBe(2)
    expect(stderr).toContain('cut off')
    expect(jsonLines(stdout).filter((line) => 'metrics' in line).length).toBeGreaterThan(100)
  })

  it('ends quietly when nobody reads on', async () => {
    const long = write('long.jsonl', `${Array.from({ length: 4000 }, () => GOOD[0]).join('\n')}\n`)
    for (const args of [['--json'], ['--limit', '0']]) {
      const { code, stderr } = await runCli(['analyze', long, ...args], { closeAfter: 1 })
      expect([code, stderr]).toEqual([0, ''])
    }
  })

  it('answers a live pipe at once', async () => {
    const child = spawn(process.execPath, [MAIN, 'analyze', '--json'])
    const first = Promise.race([once(child.stdout, 'data'), once(child, 'close').then(() => [Buffer.from('')])])
    child.stdin.write(`${GOOD[0]}\n`)
    const [line] = (await first) as [Buffer]
    expect(jsonLines(line.toString())[0]).toMatchObject({ file: '-', index: 0 })
    child.stdin.end(`${GOOD[1]}\n`)
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(0)
  })

  it('filters, sorts and limits', async () => {
    const models = async (...args: string[]): Promise<number[]> =>
      jsonLines((await runCli(['analyze', at('good.jsonl'), '--json', ...args])).stdout).map(({ index }) => index as number)
    expect(await models('--sort', 'avgLogprob')).toEqual([2, 1, 0])
    expect(await models('--sort', 'avgLogprob', '--limit', '1')).toEqual([2])
    expect(await models('--limit', '2')).toEqual([0, 1])
    expect(await models('--only', 'flagged')).toEqual([2])
    expect(await models('--only', 'pass', '--limit', '0')).toEqual([0, 1])
  })

  it('takes a profile and a language, and says what is wrong with a profile', async () => {
    const profile = write(
      'profile.json',
      JSON.stringify({
        schema: 1,
        name: 'strict',
        version: 7,
        actions: [{ id: 'all', metric: 'metrics.avgLogprob', op: '<', value: 0, action: 'review' }],
      }),
    )
    const [line] = jsonLines((await runCli(['analyze', at('one.json'), '--json', '--profile', profile, '--language', 'tr'])).stdout)
    expect(line!['profile']).toMatchObject({ name: 'strict', version: 7 })
    expect(line!['verdict']).toMatchObject({ action: 'review', rule: 'all' })
    expect(line!['language']).toEqual({ tag: 'tr', source: 'given' })
    const wrong = write('wrong.json', JSON.stringify({ schema: 1, name: 'x', flagAt: 'three', thresholds: { lowTokenLogprop: -3 } }))
    const { code, stderr } = await runCli(['analyze', at('one.json'), '--profile', wrong])
    expect(code).toBe(2)
    expect(stderr).toContain('flagAt must be a finite number, got "three"')
    expect(stderr).toContain('unknown key "lowTokenLogprop" in thresholds')
    expect((await runCli(['analyze', at('one.json'), '--profile', write('broken.json', '{')])).stderr).toContain('it is not JSON')
    expect((await runCli(['analyze', at('one.json'), '--profile', at('none.json')])).stderr).toContain('no such file')
  })
})
