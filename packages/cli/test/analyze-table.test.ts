import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { displayWidth } from '../src/terminal/display-width.ts'
import { chatBody } from './fixtures.ts'
import { isBuilt, runCli } from './run-cli.ts'
import { createWorkspace, GOOD } from './workspace.ts'

if (!isBuilt) console.warn('packages/cli is not built: the tests of the command are skipped (npm run build)')

const workspace = createWorkspace()
const { folder, at, write } = workspace

afterAll(() => workspace.remove())

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
