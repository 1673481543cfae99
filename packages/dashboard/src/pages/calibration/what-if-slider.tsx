import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { fill, type CalibratedGroup, type Estimate } from '@logitscope/core'
import { numbers, words } from '../../i18n/current.ts'
import { whatIfAt } from './what-if.ts'

const STEPS = 100

/** A threshold to be moved: which share of answers it lets through, and how many of those are wrong. */
export function WhatIfSlider({ group }: { readonly group: CalibratedGroup }): JSX.Element {
  const { calibration } = words()
  const { number, percent } = numbers()
  const id = useId()
  const [threshold, setThreshold] = useState(0.5)
  const { share, wrong } = whatIfAt(group, threshold)
  const said = (sentence: string, [low, mid, high]: Estimate): string =>
    fill(sentence, { share: percent(mid), low: percent(low), high: percent(high) })
  const bar = ([low, mid, high]: Estimate, kind: string): JSX.Element => (
    <span class={`what-if-bar is-${kind}`} aria-hidden="true">
      <i style={{ width: `${mid * 100}%` }} />
      <b style={{ insetInlineStart: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
    </span>
  )
  return (
    <section class="what-if" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{calibration.whatIf}</h3>
      <p class="quiet small">{calibration.whatIfMeaning}</p>
      <label class="what-if-threshold">
        <span>{calibration.whatIfRisk}</span>
        <input
          type="range"
          min={0}
          max={STEPS}
          value={Math.round(threshold * STEPS)}
          aria-valuetext={number(threshold, 2)}
          onInput={(event) => setThreshold(Number(event.currentTarget.value) / STEPS)}
        />
        <strong class="num">{number(threshold, 2)}</strong>
      </label>
      <output class="what-if-result" aria-live="polite">
        <span>{said(calibration.whatIfAnswered, share)}</span>
        {bar(share, 'answered')}
        <span>{wrong === null ? calibration.whatIfNothing : said(calibration.whatIfWrong, wrong)}</span>
        {wrong !== null && bar(wrong, 'wrong')}
      </output>
    </section>
  )
}
