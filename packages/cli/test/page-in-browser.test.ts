import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { tmpdir } from 'node:os'
import { STARTING_PROFILE } from '@logitscope/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { articleHtml } from '../src/html/article.ts'
import { pageEnd, pageStart } from '../src/html/page.ts'
import { fakeAnswer, token } from './fake-answer.ts'

/** A Chromium on this machine, or `null`: then a real browser is not asked. */
function findBrowser(): string | null {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && existsSync(named)) return named
  for (const folder of (process.env['PATH'] ?? '').split(delimiter))
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) if (existsSync(join(folder, name))) return join(folder, name)
  return null
}

const browser = findBrowser()
if (browser === null) console.warn('no Chromium on this machine (PATH or CHROMIUM_PATH): the page is not tried in a browser')

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The page's document after its script ran. */
function documentOf(html: string, hash: string, language: string): Promise<string> {
  const path = join(folder, 'page.html')
  writeFileSync(path, html)
  const args = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`, `--accept-lang=${language}`]
  return new Promise((resolve, reject) => {
    const settings = { maxBuffer: 1e8, timeout: 50_000, env: { ...process.env, LANGUAGE: language } }
    execFile(browser ?? '', [...args, '--virtual-time-budget=2000', '--dump-dom', `file://${path}${hash}`], settings, (error, stdout) => {
      if (error === null || stdout !== '') resolve(stdout)
      else reject(new Error(error.message))
    })
  })
}

const EVIL = '</script><img src=x onerror="document.title=\'owned\'"><svg/onload=alert(1)>\x1b[31m'

describe.skipIf(browser === null)('the page in a browser', () => {
  const answer = fakeAnswer({
    tokens: [
      token(EVIL, -1, [
        [EVIL, -1],
        ['other', -2],
      ]),
      token(' next', -0.1),
    ],
  })
  const html = pageStart({ shown: 1, total: 1, rows: [] }) + articleHtml(answer, STARTING_PROFILE) + pageEnd()

  it('shows the token of the address, in the language of the browser, and takes no markup from it', async () => {
    const page = await documentOf(html, '#a1t0', 'tr')
    expect(page).toContain('<html lang="tr"')
    expect(page).toContain('<title>logitscope – Yanıtlar</title>')
    expect(page).toMatch(/<output id="panel"[^>]*><div class="cols">/)
    expect(page).toContain('%36,8')
    expect(page).not.toMatch(/<img|<svg[^>]*onload/)
    expect(page).toMatch(/class="t c3[^"]*"[^>]*tabindex="0"[^>]*role="button"/)
  })

  it('opens in English elsewhere', async () => {
    const page = await documentOf(html, '', 'de')
    expect(page).toContain('<html lang="en"')
    expect(page).toContain('Point at a token to see what else could have stood there.')
  })
})
