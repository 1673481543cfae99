// A confidence that an answer states itself stands apart from what was measured, in every report.
import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { chatBody, SURE } from './fixtures.ts'
import { isBuilt, runCli } from './run-cli.ts'
import { createWorkspace } from './workspace.ts'

const workspace = createWorkspace()
const { at, write } = workspace

const message = (content: readonly object[]): object => ({
  type: 'message',
  role: 'assistant',
  model: 'claude-x',
  content,
  stop_reason: 'end_turn',
})
const text = (value: string): object => message([{ type: 'text', text: value }])

write(
  'stated.jsonl',
  [
    message([{ type: 'tool_use', id: 't', name: 'answer', input: { city: 'Ankara', confidence: '85%' } }]),
    text('{"confidence":0.25}'),
    text('{"confidence":7}'),
    { candidates: [{ content: { role: 'model', parts: [{ text: '{"sure":40}' }] }, finishReason: 'STOP' }], modelVersion: 'gemini-x' },
    chatBody([SURE]),
  ]
    .map((value) => `${JSON.stringify(value)}\n`)
    .join(''),
)

interface Line {
  readonly trace: { readonly output: { readonly verbalized?: { readonly value: number } }; readonly evidence: { readonly tier: string } }
  readonly metrics: Readonly<Record<string, unknown>>
}

async function linesOf(...options: string[]): Promise<Line[]> {
  const { stdout } = await runCli(['analyze', at('stated.jsonl'), '--json', ...options])
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

afterAll(() => workspace.remove())

describe.skipIf(!isBuilt)('a stated confidence', () => {
  it('is a number of its own in the JSON, and in no metric', async () => {
    const lines = await linesOf()
    expect(lines.map(({ trace }) => [trace.evidence.tier, trace.output.verbalized?.value])).toEqual([
      ['verbalized', 0.85],
      ['verbalized', 0.25],
      ['none', undefined],
      ['none', undefined],
      ['top-k', undefined],
    ])
    expect(lines[0]!.metrics['avgLogprob']).toBeNull()
  })

  it('is found under the name and on the scale that are given', async () => {
    const named = await linesOf('--confidence-field', 'sure')
    expect(named.map(({ trace }) => trace.output.verbalized?.value)).toEqual([undefined, undefined, undefined, 0.4, undefined])
    const scaled = await linesOf('--confidence-scale', '0-10')
    expect(scaled[2]!.trace.output.verbalized?.value).toBe(0.7)
  })

  it('stands apart in the list, in the report of one answer and in the page, and the mean of the values is that of real ones', async () => {
    const { stdout } = await runCli(['analyze', at('stated.jsonl')])
    expect(stdout).toContain('confidence stated by 2, on average 55.0%')
    expect(stdout).toMatch(/evidence +none 2, verbalised 2, top alternatives 1|evidence +verbalised 2, none 2, top alternatives 1/)
    write('real.jsonl', `${JSON.stringify(chatBody([SURE]))}\n`.repeat(2))
    const real = await runCli(['analyze', at('real.jsonl')])
    const mean = (output: string): string | undefined => /^mean .*$/m.exec(output)?.[0]
    expect(mean(stdout)).toBe(mean(real.stdout))
    expect(mean(stdout)).toContain('nats a token')
    const one = await runCli(['analyze', at('stated.jsonl'), '--show', '1'])
    expect(one.stdout).toContain('the answer itself states 85.0% (85% in $.confidence)')
    await runCli(['analyze', at('stated.jsonl'), '--html', at('page.html')])
    const page = readFileSync(at('page.html'), 'utf8')
    expect(page).toContain('the answer itself states 85.0% (85% in $.confidence)')
    expect(page).toContain('yanıt kendisi %85,0 diyor')
  })

  it('that is unclear is an issue, and a scale that is none is refused', async () => {
    const lint = await runCli(['lint', at('stated.jsonl')])
    expect(lint.stdout).toContain('verbalized-unclear')
    const bad = await runCli(['lint', at('stated.jsonl'), '--confidence-scale', '9-1'])
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('such as 0-100')])
  })
})
