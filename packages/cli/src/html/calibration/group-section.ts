import { fill, visibleText, type CalibratedGroup } from '@logitscope/core'
import {
  costText,
  estimateText,
  labelTexts,
  moreLabelsText,
  promiseText,
  targetText,
  whatIfText,
  type CalibrationSpeaker,
} from '../../calibrate/sayings.ts'
import type { SliderPoint } from '../client/index.ts'
import { escapeHtml, scriptJson } from '../markup.ts'
import { reliabilityChart, riskChart } from './charts.ts'
import { named, tell } from './tell.ts'

type Telling = (speaker: CalibrationSpeaker) => string

const item = (text: Telling, className = ''): string => `<li${className === '' ? '' : ` class="${className}"`}>${tell(text)}</li>`

function figures(group: CalibratedGroup): string {
  const { ece, brier, logLossGain, averagePrecision, prr, aurocBefore } = group
  const before = (value: number | null, speaker: CalibrationSpeaker): string =>
    value === null ? '' : `${speaker.words.before} ${speaker.numbers.number(value)}, `
  const rows: readonly (readonly [Telling, Telling, Telling])[] = [
    [() => 'AUROC', (s) => `${before(aurocBefore, s)}${estimateText(s, group.auroc, 3)}`, ({ words }) => words.aurocMeaning],
    [
      ({ words }) => words.ece,
      (s) => `${before(ece.before, s)}${s.numbers.number(ece.after)} (${s.numbers.number(ece.floor)})`,
      ({ words }) => words.eceMeaning,
    ],
    [() => 'RMSCE', ({ numbers }) => numbers.number(ece.debiased), ({ words }) => words.debiasedMeaning],
    [
      () => 'Brier',
      (s) => `${before(brier.before, s)}${s.numbers.number(brier.after)}; ${s.words.skill} ${s.numbers.percent(brier.skill)}`,
      ({ words }) => words.skillMeaning,
    ],
    [({ words }) => words.gain, (s) => estimateText(s, logLossGain, 3), ({ words }) => words.gainMeaning],
    [({ words }) => words.averagePrecision, ({ numbers }) => numbers.number(averagePrecision), ({ words }) => words.apMeaning],
    [() => 'PRR', ({ numbers }) => numbers.number(prr), ({ words }) => words.prrMeaning],
  ]
  return (
    `<div class="scroll"><table><thead><tr><th scope="col">${tell(({ words }) => words.figure)}</th><th scope="col">${tell(({ words }) => words.value)}</th><th scope="col">${tell(({ words }) => words.meaning)}</th></tr></thead><tbody>` +
    rows
      .map(
        ([name, value, meaning]) =>
          `<tr><th scope="row">${tell(name)}</th><td>${tell(value)}</td><td><small>${tell(meaning)}</small></td></tr>`,
      )
      .join('') +
    `</tbody></table></div>`
  )
}

function slider({ riskCurve, key }: CalibratedGroup, id: string): string {
  const points: readonly SliderPoint[] = [
    { threshold: 0, answered: 0, error: null },
    ...riskCurve.map(({ threshold, answeredShare, error }) => ({ threshold, answered: answeredShare, error })),
  ]
  const start = Math.round((points.length - 1) / 2)
  return (
    `<div class="what-if"><figure><figcaption><h3>${tell(({ words }) => words.curve)}</h3>${tell(({ words }) => words.curveMeaning)}</figcaption>${riskChart(riskCurve)}</figure>` +
    `<label for="${id}">${tell(({ words }) => words.slider)}</label>` +
    `<input id="${id}" type="range" min="0" max="${points.length - 1}" step="1" value="${start}" ${named(({ words }) => `${words.slider} ${visibleText(key)}`)}>` +
    `<output for="${id}"><span>${tell(({ words }) => fill(words.threshold, { threshold: '' }))} <b data-threshold></b></span><span>${tell(({ words }) => words.answeredShare)} <b data-answered></b></span><span>${tell(({ words }) => words.errorShare)} <b data-error></b></span></output>` +
    `<script type="application/json">${scriptJson(points)}</script></div>`
  )
}

function reliabilityTable({ reliability }: CalibratedGroup): string {
  const rows = reliability.map(
    ({ count, predicted, observed }) =>
      `<tr><td class="num">${tell(({ numbers }) => numbers.integer(count))}</td><td class="num">${tell(({ numbers }) => numbers.number(predicted))}</td><td class="num">${tell((s) => estimateText(s, observed, 3))}</td></tr>`,
  )
  return (
    `<details class="tables"><summary>${tell(({ words }) => `${words.reliability}: ${words.asTable}`)}</summary><div class="scroll"><table><thead><tr>` +
    [(s: CalibrationSpeaker) => s.words.answers, (s: CalibrationSpeaker) => s.words.predicted, (s: CalibrationSpeaker) => s.words.observed]
      .map((name) => `<th scope="col" class="num">${tell(name)}</th>`)
      .join('') +
    `</tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`
  )
}

/** One fitted group: its figures, drawings, promises and the slider. */
export function groupSection(group: CalibratedGroup, at: number): string {
  const { targets, costs, whatIf, promises } = group
  const others = [
    ...targets.map((target) => item((s) => targetText(s, target))),
    ...whatIf.map((one) => item((s) => whatIfText(s, one))),
    ...(costs === null ? [] : [item((s) => costText(s, costs))]),
  ]
  return (
    `<section class="card group"><h2>${escapeHtml(visibleText(group.key))}</h2>` +
    `<p class="quiet">${tell(({ words, numbers }) =>
      fill(words.fitted, {
        n: numbers.integer(group.n),
        positives: numbers.integer(group.positives),
        items: numbers.integer(group.items),
        method: words.methods[group.method],
      }),
    )}</p>` +
    `<div class="pair"><figure><figcaption><h3>${tell(({ words }) => words.reliability)}</h3>${tell(({ words }) => words.reliabilityMeaning)}</figcaption>${reliabilityChart(group.reliability)}</figure>${slider(group, `what-if-${at}`)}</div>` +
    `<h3>${tell(({ words }) => words.promises)}</h3><ul class="promises">${promises.map((promise) => item((s) => promiseText(s, promise), promise.found ? 'found' : 'none')).join('')}</ul>` +
    (others.length === 0 ? '' : `<h3>${tell(({ words }) => words.targets)}</h3><ul>${others.join('')}</ul>`) +
    figures(group) +
    reliabilityTable(group) +
    `<p class="quiet">${tell((s) => `${[...labelTexts(s, group), moreLabelsText(s, group)].join('. ')}.`)}</p></section>`
  )
}
