import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '@logitscope/core'
import { loadDemoRecordings, questionOf, startDemoUpstream, type DemoUpstream } from '@logitscope/server'
import { isBuilt, jsonLines, runCli } from './run-cli.ts'

if (!isBuilt) console.warn('packages/cli is not built: the tests of the command are skipped (npm run build)')

describe.skipIf(!isBuilt)('logitscope ask', () => {
  const recordings = loadDemoRecordings()
  const recording = recordings.find((one) => one.variant === 'usual' && one.request.stream === true)
  let upstream: DemoUpstream
  beforeAll(async () => {
    upstream = await startDemoUpstream(recordings, { random: createRandom(1), paceMs: 0 })
  })
  afterAll(() => upstream.close())

  it('asks the first model that the server names, and shows the answer with the table of its tokens', async () => {
    const { code, stdout, stderr } = await runCli(['ask', '--upstream', upstream.url, ...questionOf(recording!).split(' ')])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/openai-chat, streamed/)
    expect(stdout).toMatch(/logprob +P +margin/)
  })

  it('gives the line that analyze gives, of the numbers that were recorded', async () => {
    const system = recording!.request.messages.find((message) => message.role === 'system')!.content
    const args = ['ask', '--upstream', upstream.url, '--system', system, '--json', questionOf(recording!)]
    const [line] = jsonLines((await runCli(args)).stdout)
    const logprobs = [...String(recording!.response).matchAll(/"logprob":(-?[\d.e-]+),"top_logprobs"/g)].map((match) => Number(match[1]))
    const seen = line!['trace'].tokens.map((token: { logprob: number }) => token.logprob)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.every((logprob: number) => logprob <= 0)).toBe(true)
    expect(line!['trace'].output.text.length).toBeGreaterThan(0)
    expect(seen).toEqual(logprobs)
  })

  it('takes the address from OPENAI_BASE_URL and the question from the standard input', async () => {
    const { code, stdout } = await runCli(['ask', '--json'], { input: 'Hello?\n', environment: { OPENAI_BASE_URL: upstream.url } })
    expect(code).toBe(0)
    expect(jsonLines(stdout)[0]!['trace'].request.messages.at(-1)).toEqual({ role: 'user', content: 'Hello?' })
  })

  it.each([
    [['ask', 'x', '--upstream', 'http://127.0.0.1:9/v1'], 'nobody answers at http://127.0.0.1:9/v1|bad port'],
    [['ask', 'x', '--upstream', 'nonsense'], '--upstream takes a URL'],
    [['ask', 'x', '--per-token'], '--per-token goes with --json'],
    [['ask', 'x', '--temperature', 'hot'], '--temperature must be a number'],
    [['ask'], 'the standard input is empty'],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, stderr } = await runCli(args)
    expect(code).toBe(2)
    expect(stderr).toMatch(new RegExp(message))
  })

  it("shows the server's own words of an error, and never the key", async () => {
    const { code, stderr } = await runCli(['ask', 'x', '--model', 'm', '--upstream', upstream.url.replace('/v1', '/v2')], {
      environment: { OPENAI_API_KEY: 'sk-do-not-show' },
    })
    expect(code).toBe(2)
    expect(stderr).toContain('answered 404: the demo answers POST /v1/chat/completions')
    expect(stderr).not.toContain('sk-do-not-show')
  })
})
