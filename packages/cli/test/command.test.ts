import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { displayWidth } from '../src/terminal/display-width.ts'
import { chatBody, columns, SURE, UNSURE } from './fixtures.ts'
import { isBuilt, jsonLines, MAIN, runCli } from './run-cli.ts'

if (!isBuilt) console.warn('packages/cli is not built: the tests of the command are skipped (npm run build)')

let folder: string
const at = (name: string): string => join(folder, name)
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(at(name), content)
  return at(name)
}

const GOOD = [JSON.stringify(chatBody([SURE])), columns(['No', '.'], [-0.5, -0.1], { correct: true }), JSON.stringify(chatBody([UNSURE]))]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-'))
  write('good.jsonl', `${GOOD.join('\n')}\n`)
  write('one.json', GOOD[0]!)
  mkdirSync(at('runs/deep'), { recursive: true })
  write('runs/a.jsonl', GOOD[0]!)
  write('runs/deep/b.jsonl.gz', gzipSync(GOOD[2]!))
  write('runs/README.md', '# not a recording')
  mkdirSync(at('empty'))
})

afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(!isBuilt)('logitscope', () => {
  it('prints help and version on the standard output', async () => {
    const help = await runCli(['--help'])
    expect(help.code).toBe(0)
    for (const name of ['analyze', 'lint', 'logprob']) expect(help.stdout).toContain(name)
    expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    for (const name of ['analyze', 'lint', 'logprob']) {
      const { code, stdout, stderr } = await runCli([name, '--help'])
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toContain('Examples:')
    }
  })

  it.each([
    [[], 'Usage'],
    [['nonsense'], "unknown command 'nonsense'"],
    [['analyze', '--frobnicate'], "unknown option '--frobnicate'"],
    [['analyze', 'x', '--sort', 'beauty'], 'Allowed choices are'],
    [['analyze', 'x', '--limit', '-3'], 'whole number'],
    [['analyze', 'x', '--per-token'], '--per-token goes with --json'],
    [['analyze', 'x', '--show', '1', '--limit', '3'], 'does not go with --limit'],
    [['analyze', 'x', '--format', 'cobol'], 'Allowed choices are'],
    [['analyze', 'x', '--language', 'Türkçe'], 'a tag such as en or tr'],
    [['logprob', 'abc'], '"abc" is not a number'],
    [['logprob', '0.5'], '--from probability'],
    [['logprob', '1.5', '--from', 'probability'], 'at most 1'],
    [['lint', '/no/such/file'], 'no such file'],
  ])('refuses %j with exit code 2 and says why', async (args, words) => {
    const { code, stdout, stderr } = await runCli(args)
    expect(stderr).toContain(words)
    expect([code, stdout]).toEqual([2, ''])
  })
})

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
    const first = once(child.stdout, 'data')
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

describe.skipIf(!isBuilt)('logitscope analyze', () => {
  it('shows one answer in full and several as a list with a summary', async () => {
    const one = await runCli(['analyze', at('one.json')])
    expect(one.code).toBe(0)
    for (const words of [
      'logprob',
      'entropy, bits',
      'evidence',
      'metrics',
      'hallucination score',
      'verdict',
      'Starting rules, not calibrated',
    ])
      expect(one.stdout).toContain(words)
    const list = await runCli(['analyze', at('good.jsonl')])
    expect(list.stdout).toMatch(/answers +3 \(7 tokens\) from 1 file/)
    expect(list.stdout).toContain('labels ')
    expect((await runCli(['analyze', at('good.jsonl'), '--show', '3'])).stdout).toContain('␣Paris')
    const missing = await runCli(['analyze', at('good.jsonl'), '--show', '9'])
    expect([missing.code, missing.stderr]).toEqual([2, 'there is no answer 9: the input holds 3\n'])
  })

  it('says how many answers a limit left out', async () => {
    expect((await runCli(['analyze', at('good.jsonl'), '--limit', '1'])).stdout).toContain('… and 2 more')
  })

  it('colours only where it is wanted', async () => {
    const colour = async (args: string[], environment: Record<string, string> = {}): Promise<boolean> =>
      (await runCli(['analyze', at('one.json'), ...args], { environment })).stdout.includes('\x1b[')
    expect(await colour([])).toBe(false)
    expect(await colour(['--color'])).toBe(true)
    expect(await colour([], { FORCE_COLOR: '1' })).toBe(true)
    expect(await colour([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false)
    expect(await colour(['--no-color'], { FORCE_COLOR: '1' })).toBe(false)
  })

  it('keeps within COLUMNS', async () => {
    for (const columnsWide of [60, 120]) {
      const { stdout } = await runCli(['analyze', at('one.json')], { environment: { COLUMNS: String(columnsWide) } })
      expect(Math.max(...stdout.split('\n').map((line) => displayWidth(line)))).toBeLessThanOrEqual(columnsWide)
    }
  })

  it('never passes a control sequence on, in any form of output', async () => {
    const evil = 'x\x1b[31m\x1b]0;owned\x07\x9b2J\u202e\r'
    const file = write(
      'evil.json',
      JSON.stringify(
        chatBody(
          [
            [
              { token: evil, logprob: -1 },
              { token: evil, logprob: -4 },
            ],
          ],
          { model: evil },
        ),
      ),
    )
    for (const args of [[], ['--json'], ['--color'], ['--html', at('evil.html')]]) {
      const { stdout, stderr } = await runCli(['analyze', file, ...args])
      const own = (stdout + stderr).replace(/\x1b\[\d+m/g, (code) => (args[0] === '--color' ? '' : code))

      expect(own, args.join(' ')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
    }

    expect(readFileSync(at('evil.html'), 'utf8')).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
  })

  it('writes a page, and none where there is nothing to write', async () => {
    const { code, stdout, stderr } = await runCli(['analyze', at('good.jsonl'), '--html', at('page.html')])
    expect(code).toBe(0)
    expect(stderr).toBe(`wrote ${at('page.html')} with 3 answers\n`)
    expect(stdout).toContain('answers    3')
    expect(readFileSync(at('page.html'), 'utf8').match(/<article /g)).toHaveLength(3)
    expect((await runCli(['analyze', at('nowhere'), '--html', at('none.html')])).code).toBe(2)
    expect((await runCli(['analyze', at('good.jsonl'), '--html', at('no/such/folder.html')])).stderr).toContain('cannot write')
    expect(readdirSync(folder).filter((name) => name.includes('.tmp') || name === 'none.html')).toEqual([])
  })

  it('does not read its own page when it reads the folder again', async () => {
    mkdirSync(at('again'))
    write('again/a.json', GOOD[0]!)
    for (let i = 0; i < 2; i++) expect((await runCli(['analyze', at('again'), '--html', at('again/page.html')])).code).toBe(0)
  })

  it('says so where a folder holds nothing to read', async () => {
    const { code, stderr } = await runCli(['analyze', at('empty')])
    expect([code, stderr]).toEqual([2, `${at('empty')}: the folder holds no files\n`])
  })
})

describe.skipIf(!isBuilt)('logitscope lint', () => {
  it('ends with 0 where all is well, 1 where an issue is found, 2 where something cannot be read', async () => {
    const clean = await runCli(['lint', at('one.json')])
    expect([clean.code, clean.stdout]).toEqual([0, '1 answer, no integrity issues\n'])
    const dirty = write('dirty.json', JSON.stringify(chatBody([[...SURE, { token: '?', logprob: -9999 }]])))
    const found = await runCli(['lint', dirty])
    expect(found.code).toBe(1)
    expect(found.stdout).toContain('sentinel: ')
    expect((await runCli(['lint', dirty, at('nowhere')])).code).toBe(2)
  })

  it('gives the evidence as JSON and nothing else', async () => {
    const { code, stdout, stderr } = await runCli(['lint', at('good.jsonl'), '--json'])
    const lines = jsonLines(stdout)
    expect(lines).toHaveLength(3)
    for (const line of lines) expect(Object.keys(line)).toEqual(['file', 'index', 'evidence'])
    expect(stderr).toBe('')
    expect(code).toBe(lines.some((line) => line['evidence'].issues.length > 0) ? 1 : 0)
  })
})

describe.skipIf(!isBuilt)('logitscope logprob', () => {
  const values = async (...args: string[]): Promise<number[]> => (await runCli(['logprob', ...args])).stdout.trim().split('\n').map(Number)

  it.each([
    [['-0.05', '--to', 'probability'], 0.951229],
    [['-2', '--to', 'probability'], 0.135335],
    [['-2.3', '--to', 'probability'], 0.100259],
    [['-10', '--to', 'probability'], 0.0000454],
    [['0.5', '--from', 'probability', '--to', 'bits'], 1],
    [['25%', '--from', 'probability', '--to', 'logprob'], -1.386294],
    [['0', '--from', 'logit', '--to', 'probability'], 0.5],
    [['3', '--from', 'bits', '--to', 'probability'], 0.125],
  ])('converts %j', async (args, expected) => {
    expect((await values(...args))[0]).toBeCloseTo(expected, 6)
  })

  it('renormalises a list, and bounds the entropy of the whole vocabulary', async () => {
    const shares = jsonLines((await runCli(['logprob', '-0.5', '-1.2', '-2.0', '-3.1', '--json'])).stdout)
    expect(shares.slice(0, 4).map(({ share }) => Number((share as number).toFixed(6)))).toEqual([0.557417, 0.276805, 0.124377, 0.041401])
    const { list } = jsonLines((await runCli(['logprob', '-0.5', '-2.0', '-3.5', '--vocabulary', '50257', '--json'])).stdout).at(-1)!
    expect(list.entropyBits).toBeCloseTo(0.896757, 6)
    expect(list.mass).toBeCloseTo(0.772063, 6)
    expect(list.entropyLowerBits).toBeCloseTo(2.145801, 6)
    expect(list.entropyUpperBits).toBeGreaterThan(list.entropyLowerBits)
  })

  it('reads several logits as scores of one softmax', async () => {
    const rows = jsonLines((await runCli(['logprob', '2', '1', '0.1', '--from', 'logit', '--json'])).stdout)
    expect(rows[0]!['probability']).toBeCloseTo(0.659001, 6)
    expect(rows.at(-1)!['list']).toMatchObject({ count: 3, reading: 'softmax' })
    const cold = jsonLines((await runCli(['logprob', '2', '1', '0.1', '--from', 'logit', '--temperature', '0.5', '--json'])).stdout)
    expect(cold[0]!['probability']).toBeGreaterThan(rows[0]!['probability'])
  })

  it('reads numbers from the standard input', async () => {
    const { stdout } = await runCli(['logprob', '--to', 'bits'], { input: '-0.693147180559945\n-1.38629436111989 ' })
    expect(stdout).toBe('1\n2\n')
  })
})
