import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { columns } from './fixtures.ts'
import { isBuilt, jsonLines, MAIN, runCli } from './run-cli.ts'
import { createWorkspace } from './workspace.ts'

if (!isBuilt) console.warn('packages/cli is not built: the tests of the command are skipped (npm run build)')

const workspace = createWorkspace()
const running: ChildProcess[] = []

afterEach(async () => {
  for (const child of running.splice(0)) {
    const ended = once(child, 'exit')
    if (child.kill('SIGTERM')) await ended
  }
})
afterAll(() => workspace.remove())

let folders = 0
/** A folder for a store of its own, and a port where nobody listens. */
function place(): readonly string[] {
  folders += 1
  return ['--data', workspace.at(`store-${folders}`), '--port', '1']
}

async function listening(
  args: readonly string[],
): Promise<{ readonly address: string; readonly child: ChildProcess; readonly text: () => string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env['PATH'] ?? '' } })
  running.push(child)
  let stdout = ''
  child.stdout.on('data', (block: Buffer) => (stdout += block.toString()))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => stdout.includes('\n') && resolve())
    child.on('exit', (code) => reject(new Error(`it ended with ${code ?? 'a signal'}`)))
  })
  return { address: /http:\S+/.exec(stdout)?.[0] ?? '', child, text: () => stdout }
}

const labelled = workspace.write(
  'labelled.jsonl',
  `${columns(['Yes', '.'], [-0.5, -0.1], { correct: true })}\n${columns(['No', '.'], [-1.5, -0.1], { correct: false })}\n`,
)

describe.skipIf(!isBuilt)('import and export', () => {
  it('keep every answer with its label, and importing again stores nothing twice', async () => {
    const store = place()
    const first = await runCli(['import', labelled, '--json', ...store])
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(JSON.parse(first.stdout)).toEqual({ stored: 2, duplicate: 0, conflict: 0, refused: 0 })
    expect(JSON.parse((await runCli(['import', labelled, '--json', ...store])).stdout)).toMatchObject({ stored: 0, duplicate: 2 })

    const out = workspace.at('exported.jsonl')
    expect((await runCli(['export', '--out', out, ...store])).code).toBe(0)
    const lines = jsonLines(readFileSync(out, 'utf8'))
    expect(
      lines
        .map((line) => line['labels'].map((label: { value: string }) => label.value))
        .flat()
        .sort(),
    ).toEqual(['correct', 'incorrect'])

    // What the records do not say: when, by which model, and how long it took.
    const [answer] = lines
    expect(answer!['trace'].startedAt).toBeGreaterThan(Date.now() - 600_000)
    expect(answer!['trace'].source.model).toBe('labelled')
    expect((await runCli(['export', '--as', 'csv', ...store])).stdout).toContain('labelled')

    const other = place()
    expect(JSON.parse((await runCli(['import', out, '--json', ...other])).stdout)).toMatchObject({ stored: 2 })
    const again = jsonLines((await runCli(['export', ...other])).stdout)
    const plain = (all: Record<string, any>[]): unknown[] => all.map(({ trace, labels }) => [{ ...trace, receivedAt: 0 }, labels])
    expect(plain(again)).toEqual(plain(lines))
  })

  it('filter, and write rows for a spreadsheet', async () => {
    const store = place()
    await runCli(['import', labelled, '--as-project', '=formula', ...store])
    const { stdout } = await runCli(['export', '--as', 'csv', '--filter', 'range=metrics.avgLogprob::-0.5', ...store])
    const rows = stdout.trim().split('\r\n')
    expect(rows).toHaveLength(2)
    expect(rows[1]).toContain("'=formula")
  })

  it('write Parquet, which another reader reads', async () => {
    const store = place()
    await runCli(['import', labelled, ...store])
    const out = workspace.at('answers.parquet')
    expect((await runCli(['export', '--format', 'parquet', '--out', out, ...store])).code).toBe(0)
    const rows = (await parquetReadObjects({ file: new Uint8Array(readFileSync(out)).buffer })) as Record<string, any>[]
    expect(rows.map((row) => [row['model'], row['text'], row['label'], row['avgLogprob']]).sort()).toEqual([
      ['labelled', 'No.', 'incorrect', -0.8],
      ['labelled', 'Yes.', 'correct', -0.3],
    ])
  })

  it.each([
    [['export', '--as', 'parquet'], 'say where it goes with --out FILE'],
    [['export', '--as', 'csv', '--format', 'jsonl'], 'two formats'],
    [['export', '--filter', 'projekt=x'], 'projekt'],
    [['export', '--filter', 'project'], '--filter takes name=value'],
    [['export', '--server', 'http://127.0.0.1:1'], 'nobody answers at http://127.0.0.1:1'],
    [['import', 'nowhere.jsonl'], 'nowhere.jsonl'],
    [['tail', '--port', '1'], 'no logitscope runs here'],
  ])('say what is wrong with %j', async (args, message) => {
    const { code, stderr } = await runCli([...args, ...place()])
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

describe.skipIf(!isBuilt)('logitscope backup', () => {
  it('copies the store while the server runs, and the copy opens', async () => {
    const data = workspace.at('backed-up')
    const server = await listening(['--data', data, '--port', '0', '--log-level', 'silent'])
    await runCli(['import', labelled, '--server', server.address])
    const copy = workspace.at('copy/logitscope.db')
    expect((await runCli(['backup', copy, '--data', data])).code).toBe(2)
    const file = workspace.at('copy.db')
    const { code, stdout, stderr } = await runCli(['backup', file, '--data', data, '--json'])
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({ file, answers: 2 })
    expect(existsSync(file)).toBe(true)
    expect((await runCli(['backup', file, '--data', data])).stderr).toContain('is there already')
  })
})

describe.skipIf(!isBuilt)('logitscope doctor', () => {
  it('says of a sound store that it is sound, and of a missing upstream what to do', async () => {
    const store = place()
    await runCli(['import', labelled, ...store])
    const { code, stdout } = await runCli(['doctor', '--json', ...store])
    const checks = jsonLines(stdout)
    expect(code).toBe(0)
    expect(checks.filter(({ check }) => String(check).startsWith('store')).every(({ state }) => state === 'ok')).toBe(true)
    expect(checks.find(({ check }) => check === 'store: answers')!['message']).toContain('2 answers')
    expect(checks.at(-1)).toMatchObject({ check: 'upstream', state: 'warning' })
  })

  it('ends with 1 and leaves the file as it was where it is damaged', async () => {
    const store = place()
    await runCli(['import', labelled, ...store])
    const file = join(store[1]!, 'logitscope.db')
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 4_096, 24_576)
    writeFileSync(file, bytes)
    const { code, stdout } = await runCli(['doctor', ...store])
    expect(code).toBe(1)
    expect(stdout).toMatch(/PROBLEM/)
    expect(stdout).toMatch(/→ Stop logitscope, keep this file/)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  it('says that an upstream cannot be reached', async () => {
    const { code, stdout } = await runCli(['doctor', '--upstream', 'http://127.0.0.1:1/v1', ...place()])
    expect(code).toBe(1)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('http://127.0.0.1:1/v1 cannot be reached')
  })
})

describe.skipIf(!isBuilt)('logitscope demo and tail', () => {
  it('bring recorded traffic through the gateway into the store, and show it live', async () => {
    const demo = await listening(['demo', '--data', workspace.at('demo'), '--port', '0'])
    const tail = spawn(process.execPath, [MAIN, 'tail', '--server', demo.address, '--json'], { env: { PATH: process.env['PATH'] ?? '' } })
    running.push(tail)
    let seen = ''
    tail.stdout.on('data', (block: Buffer) => (seen += block.toString()))
    const live = (): Record<string, any>[] =>
      jsonLines(seen.slice(0, seen.lastIndexOf('\n') + 1)).filter((event) => event['kind'] === 'answer-stored')
    const isLive = (event: Record<string, any>): boolean => event['answer'].imported === false
    for (let waited = 0; waited < 60_000 && !live().some(isLive); waited += 200) await new Promise((resolve) => setTimeout(resolve, 200))
    const answer = live().find(isLive)!['answer']
    expect(answer).toMatchObject({ tier: 'top-k', promptVersion: 'v7', tags: { source: 'demo' } })
    expect(answer.metrics.avgLogprob).toBeLessThan(0)
    const page = (await (await fetch(`${demo.address}/api/traces?imported=true&limit=1`)).json()) as { items: unknown[] }
    expect(page.items).toHaveLength(1)
    const rules = (await (await fetch(`${demo.address}/api/alert-rules`)).json()) as { items: { id: string }[] }
    expect(rules.items.map((rule) => rule.id)).toContain('bookshop-confidence')
  }, 120_000)
})
