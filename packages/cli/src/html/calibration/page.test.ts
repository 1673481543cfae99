import { calibrate, createRandom, FEATURE_INDEX, FEATURES, standardNormal, type LabelledAnswer } from '@logitscope/core'
import { describe, expect, it } from 'vitest'
import { calibrationPage } from './page.ts'

const HOSTILE = '<script>alert(1)</script>"onload=x'

function answersOf(model: string, count: number, signal: number): LabelledAnswer[] {
  const random = createRandom(count)
  return Array.from({ length: count }, (_, i) => {
    const quality = standardNormal(random)
    const features = new Float64Array(FEATURES.length).fill(NaN)
    for (const name of ['sumLogprob', 'avgLogprob', 'minLogprob'] as const) features[FEATURE_INDEX[name]] = -Math.exp(-0.5 * quality)
    return {
      traceId: `${model}${i}`,
      scope: { model, language: 'en', template: '' },
      item: '',
      copy: 0,
      features,
      correct: random() < 1 / (1 + Math.exp(-signal * quality)),
      samplingProbability: 1,
      source: 'test',
    }
  })
}

const report = calibrate([...answersOf(HOSTILE, 400, 2), ...answersOf('few', 6, 2)], [], {
  whatIf: [0.3],
  targets: [{ kind: 'recall', target: 0.8 }],
})
const page = calibrationPage(report, 'tr')

describe('calibrationPage', () => {
  it('asks nothing of anybody, and says so to the browser', () => {
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/\b(?:https?:)?\/\/|<link|<img|<iframe|@import|url\(/)
    expect(page).not.toContain(' style=')
  })

  it('writes what a record says as text', () => {
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('%3Cscript%3Ealert(1)%3C/script%3E')
  })

  it('shows drawings, promises, the slider with its data, and refused groups with their reason, in both languages', () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="tr" data-lang="tr">/)
    expect(page.match(/<svg class="chart"/g)).toHaveLength(2)
    const [group] = report.groups
    const points = JSON.parse(/<script type="application\/json">(.*?)<\/script>/.exec(page)![1]!) as unknown[]
    expect(points).toHaveLength(group!.riskCurve.length + 1)
    expect(page).toContain('verilen yanıtların en çok')
    expect(page).toContain('of the answered wrong')
    expect(page).toContain('too-few-labels')
    expect(page).toContain('her türden 10 gerekir')
    expect(page).toContain('labelling 50 more would narrow')
    for (const { threshold } of group!.promises)
      if (threshold !== null) expect(page).toContain(`risk ≤ ${threshold.toFixed(3).replace('.', ',')}`)
  })
})
