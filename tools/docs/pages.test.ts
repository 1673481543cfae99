import { sharedPath } from '@logitscope/testkit'
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pages, schemaPages, type Page } from './pages.ts'

const recordings = sharedPath('fixtures')

function expectFresh(made: readonly Page[]): void {
  for (const { path, text } of made) {
    const kept = existsSync(path) ? readFileSync(path, 'utf8') : ''
    expect(kept, `docs/…/${basename(path)} is stale: run npx tsx --conditions=@logitscope/source tools/generate-docs.ts`).toBe(text)
  }
}

describe('the page of the configuration', () => {
  it('is what the schema gives now', async () => {
    const made = await schemaPages()
    expect(made.map(({ path }) => basename(path))).toEqual(['configuration.md'])
    expectFresh(made)
  })

  it('says of every key what it means', async () => {
    const rows = (await schemaPages())[0]!.text.split('\n').filter((line) => line.startsWith('| `'))
    expect(rows.length).toBeGreaterThan(50)
    expect(rows.filter((row) => / \|\s*\|$/.test(row) || row.includes('| any '))).toEqual([])
  })
})

describe('docs made from recordings', () => {
  it.skipIf(recordings === null)('are what the recordings give now', async () => {
    const made = await pages()
    expect(made.map(({ path }) => basename(path))).toEqual(['formats.md', 'servers.md'])
    expectFresh(made)
  })
})
