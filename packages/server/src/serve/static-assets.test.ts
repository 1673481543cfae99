import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStaticPages, type StaticPages } from './static-assets.ts'

const folder = mkdtempSync(join(tmpdir(), 'logitscope-assets-'))
const SCRIPT = 'console.log("hello");'.repeat(50)
let pages: StaticPages

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>t</title>')
  writeFileSync(join(folder, 'assets', 'index-a1b2c3d4.js'), SCRIPT)
  writeFileSync(join(folder, 'assets', 'index-a1b2c3d4.js.gz'), gzipSync(SCRIPT))
  writeFileSync(join(folder, 'assets', 'index-a1b2c3d4.js.br'), brotliCompressSync(SCRIPT))
  writeFileSync(join(folder, 'secret.env'), 'KEY=1')
  pages = await createStaticPages(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the pages', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=1, br;q=0', 'gzip'],
    ['identity', null],
    ['', null],
  ])('are sent in the smallest form that "%s" allows', async (accept, encoding) => {
    const response = await pages.answer('/assets/index-a1b2c3d4.js', accept)
    expect(response?.headers.get('content-encoding') ?? null).toBe(encoding)
    expect(response?.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response?.headers.get('vary')).toBe('accept-encoding')
  })

  it.each(['/', '/index.html', '/answers/abc', '/settings'])('%s is the index, which is never kept', async (path) => {
    const response = await pages.answer(path, '')
    expect(response?.headers.get('cache-control')).toBe('no-cache')
    expect(await response?.text()).toContain('<title>t</title>')
  })

  it.each(['/secret.env', '/nowhere.js', '/../secret.env', '/assets/../../etc/passwd.js', '/constructor.js'])(
    '%s is nothing',
    async (path) => {
      expect(await pages.answer(path, '')).toBeNull()
    },
  )

  it('say so where they are not built', async () => {
    const none = await createStaticPages(null)
    expect(await (await none.answer('/', ''))?.text()).toContain('not built')
    expect(await none.answer('/x.js', '')).toBeNull()
  })
})
