import { sampleAnswers, START } from '@logitscope/store/conformance'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openReader, openWriter } from './store-access.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'logitscope-access-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

it('refuses appends below the reserve that it is given, and takes them above', async () => {
  const full = await openWriter(folder, 2 ** 60)
  await expect(full.traces.append(sampleAnswers(2), { batchId: 'a', receivedAt: START })).rejects.toMatchObject({ code: 'disk-full' })
  await full.traces.close()
  const roomy = await openWriter(folder, 0)
  expect(roomy).toMatchObject({ remark: null, readOnly: null })
  expect((await roomy.traces.append(sampleAnswers(2), { batchId: 'a', receivedAt: START })).outcomes).toEqual(['stored', 'stored'])
  const reader = await openReader(folder)
  expect((await reader.traces.stats()).answers).toBe(2)
  await reader.traces.close()
  await roomy.traces.close()
})

it('fails as the writing did where a folder can be neither written nor read', async () => {
  const nowhere = join(folder, 'file', 'folder')
  await expect(openWriter(nowhere.replace('/file/', '/\0/'), 0)).rejects.toMatchObject({ name: 'StoreError' })
})
