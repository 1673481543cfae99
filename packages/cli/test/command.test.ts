import { afterAll, describe, expect, it } from 'vitest'
import { chatBody, SURE } from './fixtures.ts'
import { isBuilt, jsonLines, runCli } from './run-cli.ts'
import { createWorkspace } from './workspace.ts'

if (!isBuilt) console.warn('packages/cli is not built: the tests of the command are skipped (npm run build)')

const workspace = createWorkspace()
const { at, write } = workspace

afterAll(() => workspace.remove())

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
    [['nonsense'], 'there is no command "nonsense"'],
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
