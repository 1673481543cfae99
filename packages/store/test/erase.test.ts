import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { sampleAnswer, START } from '../src/conformance/index.ts'
import { examineStore, openSqliteStore } from '../src/sqlite/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

const OURS = 130
const OTHERS = 40
const eraser = fileURLToPath(new URL('erase-until-killed.ts', import.meta.url))
const loader = createRequire(import.meta.url).resolve('tsx/esm')

/** A store with many answers of one person and some of another, over several hours. */
async function filled(folder: string): Promise<void> {
  const store = await openSqliteStore(folder, { mode: 'read-write' })
  const answers = Array.from({ length: OURS + OTHERS }, (_, i) =>
    sampleAnswer(i, {
      context: { user: i < OURS ? 'reader-2' : 'reader-3' },
      trace: { id: `e${i}.0`, requestId: `e${i}`, startedAt: START + (i % 17) * 1_300_000 },
    }),
  )
  await store.traces.append(answers, { batchId: 'a', receivedAt: START })
  await store.close()
}

const problems = (folder: string): readonly unknown[] =>
  examineStore(folder, { minutes: 1_000, enoughBytes: 0 }).filter(({ state }) => state !== 'ok')

it('lets writes come between its steps, and leaves what was stored meanwhile', async () => {
  const folder = temporaryFolder()
  await filled(folder)
  const { traces, close } = await openSqliteStore(folder, { mode: 'read-write' })
  const order: string[] = []
  const erasing = traces.erase({ user: 'reader-2' }).then(({ erased }) => order.push(`erased ${erased}`))
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve))
    const late = sampleAnswer(1_000 + i, { context: { user: 'reader-2' }, trace: { id: `late${i}.0`, requestId: `late${i}` } })
    await traces.append([late], { batchId: `late${i}`, receivedAt: START + 1 })
    order.push('stored')
  }
  await erasing
  expect(order).toEqual(['stored', 'stored', 'stored', `erased ${OURS}`])
  expect((await traces.search({ filter: { user: 'reader-2' }, limit: 100 })).items.map(({ id }) => id).sort()).toEqual([
    'late0.0',
    'late1.0',
    'late2.0',
  ])
  expect((await traces.groups({}, [])).items[0]?.statistics.count).toBe(OTHERS + 3)
  expect(problems(folder)).toEqual([])
  await close()
})

it('leaves statistics that equal a recount when it is killed in the middle, and finishes when it is asked again', async () => {
  const folder = temporaryFolder()
  await filled(folder)
  const child = spawnSync(process.execPath, ['--conditions=@logitscope/source', '--import', loader, eraser, folder, 'reader-2'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  expect([child.signal, child.stdout]).toEqual(['SIGKILL', ''])
  const { traces, setAside, close } = await openSqliteStore(folder, { mode: 'read-write' })
  expect(setAside).toBeNull()
  const { answers } = await traces.stats()
  expect(answers).toBeGreaterThan(OTHERS)
  expect(answers).toBeLessThan(OTHERS + OURS)
  expect((await traces.groups({}, [])).items[0]?.statistics.count).toBe(answers)
  expect(problems(folder)).toEqual([])
  expect(await traces.erase({ user: 'reader-2' })).toEqual({ erased: answers - OTHERS })
  expect((await traces.stats()).answers).toBe(OTHERS)
  expect(problems(folder)).toEqual([])
  await close()
})
