import type { JSX } from 'preact'
import { fill, visibleText, type CalibratedGroup } from '@logitscope/core'
import { numbers, words } from '../../i18n/current.ts'
import { Card } from '../../ui/card.tsx'
import { CurveChart } from './curve-chart.tsx'
import { WhatIfSlider } from './what-if-slider.tsx'

type Estimate = readonly [low: number, mid: number, high: number]

/** One fitted group: how good it is on labels it was not fitted on, what it promises, and how sure that is. */
export function GroupCard({ group }: { readonly group: CalibratedGroup }): JSX.Element {
  const { calibration } = words()
  const { number, percent, integer } = numbers()
  const scope = [
    group.scope.model === '' ? null : group.scope.model,
    group.scope.language === '' ? null : group.scope.language,
    group.scope.template === '' ? calibration.anyTemplate : group.scope.template,
  ].filter((part) => part !== null)
  // Never in scientific form: beside its interval a tiny figure is nothing but near 0.
  const plain = (value: number, decimals: number): string => number(Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value, decimals)
  const estimate = ([low, mid, high]: Estimate, decimals: number): string =>
    `${plain(mid, decimals)} [${plain(low, decimals)}, ${plain(high, decimals)}]`
  return (
    <Card
      title={scope.map((part) => visibleText(part)).join(' · ')}
      meaning={fill(calibration.fitted, {
        n: integer(group.n),
        positives: integer(group.positives),
        items: integer(group.items),
        method: calibration.methods[group.method],
      })}
    >
      <dl class="facts">
        <div>
          <dt title={calibration.aurocMeaning}>AUROC</dt>
          <dd>{estimate(group.auroc, 2)}</dd>
        </div>
        <div>
          <dt title={calibration.gainMeaning}>{calibration.gain}</dt>
          <dd>{estimate(group.logLossGain, 3)}</dd>
        </div>
        <div>
          <dt>Brier</dt>
          <dd>
            {number(group.brier.before, 3)} → {number(group.brier.after, 3)}
          </dd>
        </div>
        <div>
          <dt title={calibration.eceMeaning}>ECE</dt>
          <dd>
            {number(group.ece.before, 3)} → {number(group.ece.after, 3)}{' '}
            <small class="quiet">{fill(calibration.floor, { floor: number(group.ece.floor, 3) })}</small>
          </dd>
        </div>
      </dl>
      <p class="quiet small">
        {fill(calibration.moreLabels, {
          labels: integer(group.moreLabels.labels),
          now: percent(group.moreLabels.halfWidth[0]),
          then: percent(group.moreLabels.halfWidth[1]),
        })}
      </p>
      <div class="grid-two">
        <CurveChart
          title={calibration.reliability}
          meaning={calibration.reliabilityMeaning}
          x={calibration.predicted}
          y={calibration.observed}
          hasDiagonal
          points={group.reliability.map(({ predicted, observed, count }) => ({ at: predicted, estimate: observed, note: integer(count) }))}
        />
        {group.riskCurve.length === 0 ? (
          <p class="quiet">{calibration.noDraws}</p>
        ) : (
          <CurveChart
            title={calibration.risk}
            meaning={calibration.riskMeaning}
            x={calibration.answeredShare}
            y={calibration.errorShare}
            points={group.riskCurve.map(({ answeredShare, error, threshold }) => ({
              at: answeredShare,
              estimate: error,
              note: fill(calibration.thresholdNote, { threshold: number(threshold, 2) }),
            }))}
          />
        )}
      </div>
      {group.riskCurve.length > 0 && <WhatIfSlider group={group} />}
      <h3>{calibration.promises}</h3>
      <ul class="plain-list">
        {group.promises.map((promise) => (
          <li key={`${promise.kind}${promise.level}`} class={promise.found ? 'promise' : 'promise is-none'}>
            {promise.found
              ? fill(promise.kind === 'error-among-answered' ? calibration.promiseAmong : calibration.promiseAverage, {
                  level: percent(promise.level, 0),
                  confidence: percent(promise.confidence, 0),
                  threshold: number(promise.threshold, 2),
                  share: percent(promise.answeredShare, 0),
                  n: integer(promise.n),
                })
              : fill(calibration.promiseNone, { level: percent(promise.level, 0), n: integer(promise.n) })}
          </li>
        ))}
      </ul>
      <p class="quiet small">{calibration.unchanged}</p>
    </Card>
  )
}
