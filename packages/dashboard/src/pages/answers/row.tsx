import type { JSX } from 'preact'
import { probabilityClass, visibleText, type AnswerSummary, verdictName, type VerdictName } from '@logitscope/core'
import { duration, fullTime, shortTime } from '../../i18n/dates.ts'
import { messages, numbers, words } from '../../i18n/current.ts'
import { columnText, columnValue } from '../../state/metric-columns.ts'

/** A mean logprob as a number on the colour of its probability, so that a list can be skimmed. */
export function LogprobPill({ value }: { readonly value: number | null }): JSX.Element {
  const group = value === null ? null : probabilityClass(Math.exp(value))
  return <span class={`pill ${group === null ? 'cu' : `c${group}`}`}>{numbers().number(value, 2)}</span>
}

export function ActionBadge({ action }: { readonly action: VerdictName }): JSX.Element {
  const { name, meaning } = messages().actions[action]
  return (
    <span class={`badge badge-${action}`} title={meaning}>
      {name}
    </span>
  )
}

export function LabelMark({ label }: { readonly label: AnswerSummary['label'] }): JSX.Element | null {
  if (label === null) return null
  const sign = label === 'correct' ? '✓' : label === 'incorrect' ? '✗' : '?'
  return (
    <span class={`label-mark label-${label}`} title={words().labels[label]}>
      <span aria-hidden="true">{sign}</span>
      <span class="unseen">{words().labels[label]}</span>
    </span>
  )
}

interface RowProps {
  readonly answer: AnswerSummary
  readonly row: number
  readonly top: number
  readonly href: string
  readonly isActive: boolean
  readonly isFresh: boolean
  /** A column that is sorted by and not shown anyway. */
  readonly extra: string | null
}

export function Row({ answer, row, top, href, isActive, isFresh, extra }: RowProps): JSX.Element {
  const { answers } = words()
  const { interval, percent, integer } = numbers()
  const facts = [answer.model, answer.project, answer.promptVersion, answer.language].filter((fact) => fact !== null && fact !== '')
  return (
    <div
      class={`row-line${isActive ? ' is-active' : ''}${isFresh ? ' is-fresh' : ''}`}
      role="row"
      aria-rowindex={row + 2}
      data-row={row}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span class="cell cell-time" role="gridcell" title={fullTime(answer.startedAt)}>
        {shortTime(answer.startedAt)}
      </span>
      <span class="cell cell-text" role="gridcell">
        <a href={href} tabIndex={isActive ? 0 : -1} class="row-link">
          <bdi>
            {answer.preview === null
              ? answers.noContent
              : answer.preview === ''
                ? answers.emptyText
                : visibleText(answer.preview.replaceAll('\n', ' '))}
          </bdi>
        </a>
        <span class="cell-facts">
          <LabelMark label={answer.label} />
          {facts.map((fact) => visibleText(fact ?? '')).join(' · ')}
        </span>
      </span>
      <span class="cell" role="gridcell">
        <ActionBadge action={verdictName(answer)} />
      </span>
      <span class="cell num" role="gridcell">
        <LogprobPill value={answer.metrics.avgLogprob} />
      </span>
      <span class="cell cell-wide num" role="gridcell">
        {interval(answer.metrics.maxTokenEntropy, 1)}
      </span>
      <span class="cell cell-wide num" role="gridcell">
        {percent(answer.metrics.lowConfidenceRatio, 0)}
      </span>
      <span class="cell cell-wide num" role="gridcell">
        {integer(answer.metrics.tokenCount)}
      </span>
      <span class="cell cell-wide num" role="gridcell">
        {extra === null ? duration(answer.totalMs > 0 ? answer.totalMs : null) : columnText(extra, columnValue(answer, extra))}
      </span>
    </div>
  )
}
