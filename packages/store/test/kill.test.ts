import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { START } from '../src/conformance/index.ts'
import { examineStore, openSqliteStore } from '../src/sqlite/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ROUNDS = process.env['LOGITSCOPE_FULL'] === '1' ? 50 : 4
const writer = fileURLToPath(new URL('write-until-killed.ts', import.meta.url))
const loader = createRequire(import.meta.url).resolve('tsx/esm')

/** Lets a process write from a batch on, kills it after some acknowledgements and a moment; returns the last acknowledged batch. */
async function writeAndKill(folder: string, first: number, moment: number): Promise<number> {
  const child = spawn(process.execPath, ['--conditions=@logitscope/source', '--import', loader, writer, folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  let killed = false
  for await (const piece of child.stdout) {
    text += String(piece)
    if (!killed && text.split('\n').length > 3) {
      killed = true
      setTimeout(() => child.kill('SIGKILL'), moment)
    }
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  // The last line may be cut: only whole lines are acknowledgements that were seen.
  return Number(text.split('\n').at(-2))
}

it(
  `loses no acknowledged answer when it is killed ${ROUNDS} times while it writes, and needs no repair`,
  { timeout: ROUNDS * 30_000 },
  async () => {
    const folder = temporaryFolder()
    let next = 0
    for (let round = 0; round < ROUNDS; round++) {
      const last = await writeAndKill(folder, next, (round * 13) % 90)
      const store = await openSqliteStore(folder, { mode: 'read-write' })
      expect(store.setAside).toBeNull()
      for (let batch = next; batch <= last; batch++) {
        for (let i = 0; i < 20; i++) expect((await store.traces.get(`${batch}-${i}.0`))?.trace.startedAt).toBe(START + batch * 1_000)
      }
      const { answers } = await store.traces.stats()
      // A batch that was committed but not yet acknowledged may be there too; never a part of one.
      expect(answers % 20).toBe(0)
      expect(answers).toBeGreaterThanOrEqual((last + 1) * 20)
      expect((await store.traces.groups({}, [])).items[0]?.statistics.count).toBe(answers)
      const findings = examineStore(folder, { minutes: 1_000, enoughBytes: 0 })
      expect(findings.filter(({ state }) => state !== 'ok')).toEqual([])
      await store.close()
      next = answers / 20
    }
  },
)
