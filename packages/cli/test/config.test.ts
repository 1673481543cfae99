import { afterAll, describe, expect, it } from 'vitest'
import { isBuilt, jsonLines, runCli } from './run-cli.ts'
import { createWorkspace } from './workspace.ts'

if (!isBuilt) console.warn('packages/cli is not built: the tests of the command are skipped (npm run build)')

const workspace = createWorkspace()

afterAll(() => workspace.remove())

describe.skipIf(!isBuilt)('logitscope config', () => {
  const file = workspace.write(
    'config.json',
    JSON.stringify({ port: 1234, webhooks: [{ name: 'chat', url: 'https://hooks.example/services/secret-part' }] }),
  )

  it('tells each value and where it came from, without the secret part of an address', async () => {
    const { code, stdout } = await runCli(['config', '--config', file, '--top-logprobs', '3', '--upstream', 'http://127.0.0.1:1/v1'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/port +file .*config\.json +1234/)
    expect(stdout).toMatch(/upstreams\.0\.topLogprobs +flag --upstream +3/)
    expect(stdout).toMatch(/host +default +127\.0\.0\.1/)
    expect(stdout).not.toContain('secret-part')
  })

  it('gives the same as JSON', async () => {
    const [line] = jsonLines((await runCli(['config', '--config', file, '--json'])).stdout)
    expect(line).toMatchObject({ file, config: { port: 1234 }, origins: { port: { kind: 'file' }, host: { kind: 'default' } } })
    expect(JSON.stringify(line)).not.toContain('secret-part')
  })

  it('gives the JSON schema of the file', async () => {
    const { stdout } = await runCli(['config', '--schema'])
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', properties: { port: { type: 'integer' } } })
  })

  it('tells all that is wrong at once and ends with 2', async () => {
    const broken = workspace.write('broken.json', '{"prot": 1}')
    const { code, stdout, stderr } = await runCli(['config', '--config', broken, '--port', 'high', '--content', 'some'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('unknown key "prot"')
    expect(stderr).toContain('--port: ')
    expect(stderr).toContain('--content: ')
  })

  it('says that a named file is not there', async () => {
    const { code, stderr } = await runCli(['config', '--config', workspace.at('missing.json')])
    expect(code).toBe(2)
    expect(stderr).toContain('missing.json')
  })
})
