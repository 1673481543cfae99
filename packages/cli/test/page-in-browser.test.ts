import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { tmpdir } from 'node:os'
import { calibrate, createRandom, FEATURE_INDEX, FEATURES, standardNormal, STARTING_PROFILE, type LabelledAnswer } from '@logitscope/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { articleHtml } from '../src/html/article.ts'
import { calibrationPage } from '../src/html/calibration/page.ts'
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

  it('shows what happens at the middle of the slider of a calibration, and takes no markup from a name', async () => {
    const random = createRandom(1)
    const answers = Array.from({ length: 300 }, (_, i): LabelledAnswer => {
      const quality = standardNormal(random)
      const features = new Float64Array(FEATURES.length).fill(NaN)
      for (const name of ['sumLogprob', 'avgLogprob', 'minLogprob'] as const) features[FEATURE_INDEX[name]] = -Math.exp(-0.5 * quality)
      const scope = { model: EVIL, language: 'en', template: '' }
      const correct = random() < 1 / (1 + Math.exp(-3 * quality))
      return { traceId: String(i), scope, item: '', copy: 0, features, correct, samplingProbability: 1, source: 'test' }
    })
    const report = calibrate(answers)
    const { riskCurve } = report.groups[0]!
    const { answeredShare } = riskCurve[Math.round(riskCurve.length / 2) - 1]!
    const page = await documentOf(calibrationPage(report, 'tr'), '', 'en')
    expect(page).toContain('<html lang="tr"')
    expect(page).toMatch(new RegExp(`<b data-answered="">%${(100 * answeredShare).toFixed(1).replace('.', ',')}</b>`))
    expect(page).toMatch(/<b data-error="">%[\d,]+ \[%[\d,]+–%[\d,]+\]<\/b>/)
    expect(page).not.toMatch(/<img|<svg[^>]*onload/)
  })
})
