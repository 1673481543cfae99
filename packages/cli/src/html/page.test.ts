import { createHash } from 'node:crypto'
import { Script } from 'node:vm'
import { STARTING_PROFILE } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import { fakeAnswer, NO_METRICS, token, type FakeParts } from '../../test/fake-answer.ts'
import { articleHtml, listRow } from './article.ts'
import { pageEnd, pageStart } from './page.ts'
import { SCRIPT } from './script.ts'
import { STYLESHEET } from './stylesheet.ts'
import { PAGE_WORDS } from './words.ts'

const EVIL = '</script><img src=x onerror=alert(1)><!--"\'&<svg/onload=alert(1)>`${1}\u2028\x1b[31m\u202e'

function pageOf(parts: FakeParts): string {
  const answer = fakeAnswer(parts)
  return pageStart({ shown: 1, total: 1, rows: [] }) + articleHtml(answer, STARTING_PROFILE) + pageEnd()
}

/** Everything that a browser would take for a tag, but for the page's own marks around control characters. */
function tags(html: string): string[] {
  return [...html.matchAll(/<\/?([a-z!][^\s>/]*)/gi)].map((match) => match[1]!.toLowerCase()).filter((name) => name !== 'b')
}

describe('the page', () => {
  it('runs its own script and style and nothing else', () => {
    const page = pageOf({})
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? ''
    const hash = (text: string): string => createHash('sha256').update(text).digest('base64')
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain(`script-src 'sha256-${hash(SCRIPT)}'`)
    expect(policy).toContain(`style-src 'sha256-${hash(STYLESHEET)}'`)
    expect(page).toContain(`<style>${STYLESHEET}</style>`)
    expect(page.split('<script>')).toHaveLength(2)
    expect(page).toContain(`<script>${SCRIPT}</script>`)
    expect(page).not.toMatch(/\s(?:style|on[a-z]+)=/i)
    expect(page).not.toMatch(/(?:src|href)="(?!#)/)
    expect(page).not.toMatch(/https?:/)
  })

  it('has a script that parses, imports nothing and cannot end its own element', () => {
    expect(() => new Script(SCRIPT)).not.toThrow()
    expect(SCRIPT).not.toMatch(/\bimport\b|__vi_|innerHTML|document\.write|\beval\b/)
    expect(SCRIPT.toLowerCase()).not.toContain('</script')
    expect(SCRIPT).not.toContain('<!--')
    expect(STYLESHEET.toLowerCase()).not.toContain('</style')
  })

  it('never turns anything of an answer into markup', () => {
    const parts = (text: string): FakeParts => ({
      tokens: [token(text, -1, [[text, -1]]), token(text, null, [], { part: 'tool', bytes: [60, 255] })],
      evidence: { issues: [{ code: text, count: 2, at: 0, detail: text }] },
      trace: {
        source: { provider: text, api: text, requestedModel: text, model: text, choice: 1, streamed: true },
        request: { messages: [{ role: text, content: text, parts: [{ text }] }], prompt: text, parameters: {} },
        output: {
          text,
          refusal: text,
          toolCalls: [{ name: text, arguments: text }],
          finish: { unified: 'other', raw: text },
          error: { code: text, message: text },
        },
      },
      detections: [{ kind: text, tokens: [0, 1], chars: [0, 1], text, part: text, evidence: { [text]: text } }],
      analysis: {
        reasons: { bitsPerByte: text },
        language: { tag: text, source: 'given' },
        profile: { name: text, version: 1, sha256: '' },
        verdict: { action: 'review', rule: text, matched: [text], undecided: [text], basis: 'starting rules' },
        hallucination: {
          score: 1,
          max: 1,
          available: 1,
          flagged: true,
          votes: [{ id: text, metric: text, value: 1, op: '<', threshold: 1, points: 1, state: 'fires', details: { [text]: text } }],
        },
      },
      answer: { file: text },
    })
    const page = pageOf(parts(EVIL))
    const harmless = pageOf(parts('harmless'))
    expect(tags(page)).toEqual(tags(harmless))
    expect(tags(listRow(fakeAnswer(parts(EVIL)), String))).toEqual(tags(listRow(fakeAnswer(parts('harmless')), String)))

    expect(page.replace(SCRIPT, '')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u200b]/)
    expect(page).toContain('&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;')
  })

  it('keeps its data exact behind the escapes', () => {
    const html = articleHtml(fakeAnswer({ tokens: [token('a', -1, [[EVIL, -0.5]])] }), STARTING_PROFILE)
    const json = /<script type="application\/json" class="data">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
    const data = JSON.parse(json) as { alternatives: [string, number][][]; chosen: number[] }
    expect(data.alternatives[0]![0]![0]).toContain('</script><img src=x onerror=alert(1)>')
    expect(data.alternatives[0]![0]![0]).toContain('␛[31m')
    expect(data.chosen).toEqual([-1])
  })

  it('colours tokens by ten classes and marks what is known of them', () => {
    const html = articleHtml(
      fakeAnswer({
        tokens: [
          token('sure', -0.001),
          token('even', Math.log(0.55)),
          token('low\n', -3.4),
          token('unknown', null),
          token('<|end|>', -0.1, [], { special: true }),
        ],
        detections: [
          { kind: 'hotspot', tokens: [2, 3], chars: [0, 0], text: 'low', part: 'content', evidence: {} },
          { kind: 'sudden-drop', tokens: [2, 3], chars: [0, 0], text: 'low', part: 'content', evidence: {} },
        ],
      }),
      STARTING_PROFILE,
    )
    expect(html).toContain('<span class="t c9">sure</span><span class="t c5">even</span>')
    expect(html).toContain('<span class="t c0 h x" id="a1t2">low<b class="k">↵</b>\n</span>')
    expect(html).toContain('<span class="t cu">unknown</span><span class="t cs">&lt;|end|&gt;</span>')
    expect(html).toContain('href="#a1t2" data-tokens="2,3"')
  })

  it('draws intervals as intervals', () => {
    const html = articleHtml(fakeAnswer(), STARTING_PROFILE)
    expect(html).toMatch(/1\.100 … 2\.600.*<rect class="range"/s)
    expect(html).toContain('1,100 … 2,600')
  })

  it('says everything in both languages', () => {
    const page = pageOf({})
    const spans = (locale: string): number => page.split(`<span class="l-${locale}" lang="${locale}">`).length
    expect(spans('en')).toBe(spans('tr'))
    expect(spans('en')).toBeGreaterThan(40)
    expect(page).toContain('Başlangıç kuralları, kalibre edilmemiş')
    expect(page).toContain('Starting rules, not calibrated')
    const [en, tr] = [PAGE_WORDS.en, PAGE_WORDS.tr]
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect(tr[key].trim(), key).not.toBe('')
      const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
      expect(holes(tr[key]), key).toEqual(holes(en[key]))
    }
  })

  it('stands without evidence', () => {
    const page = pageOf({
      tokens: [],
      evidence: { tier: 'none', k: 0, completeness: null, issues: [] },
      trace: { output: { text: 'Only text.', finish: { unified: 'stop', raw: null } } },
      detections: [],
      metrics: NO_METRICS,
    })
    expect(page).toContain('Only text.')
    expect(page).toContain('No tokens came back for this answer.')
    expect(page).not.toContain('NaN')
  })

  it('stays small for a long answer', () => {
    const tokens = Array.from({ length: 16_000 }, (_, i) =>
      token(` w${i % 97}`, -((i * 7919) % 400) / 100, [
        [` w${i % 97}`, -0.5],
        [' other', -1.5],
      ]),
    )
    const html = articleHtml(fakeAnswer({ tokens }), STARTING_PROFILE)
    expect(html.length).toBeLessThan(4_000_000)
    expect((/<figure class="strip".*?<\/figure>/s.exec(html)?.[0] ?? '').length).toBeLessThan(150_000)
  })
})
