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
})
