import { sharedPath } from '@logitscope/testkit'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pages } from './pages.ts'

const recordings = sharedPath('fixtures')

describe('docs made from recordings', () => {
  it.skipIf(recordings === null)('are what the recordings give now', async () => {
    const made = await pages()
    expect(made.map(({ path }) => basename(path))).toEqual(['formats.md', 'servers.md'])
    for (const { path, text } of made) {
      const kept = existsSync(path) ? readFileSync(path, 'utf8') : ''
      expect(kept, `docs/${basename(path)} is stale: run npx tsx --conditions=@logitscope/source tools/generate-docs.ts`).toBe(text)
    }
  })
})
