import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import {
  ACTIONS,
  fill,
  metricPathName,
  METRIC_PATHS,
  visibleText,
  type AlertRule,
  type AlertSource,
  type Condition,
  type RuleTrial,
  type WindowMeasure,
} from '@logitscope/core'
import { ask } from '../../api/request.ts'
import { fullTime } from '../../i18n/dates.ts'
import { messages, numbers, words } from '../../i18n/current.ts'
import { timeRange } from '../../state/filters.ts'
import { eventText } from './rule-words.ts'

const MINUTE = 60_000
const KINDS = ['answer', 'mean', 'share', 'mean-change', 'share-change', 'silence', 'no-evidence', 'dropped', 'drift', 'store'] as const
type FormKind = (typeof KINDS)[number]
const OPERATORS: readonly Condition['op'][] = ['<', '<=', '>', '>=']
/** A rule cannot be on what is only known relative to a language, nor on places that are no alarm. */
const METRICS = METRIC_PATHS.filter((path) => path !== 'relative.avgLogprob')

interface Draft {
  readonly kind: FormKind
  readonly metric: string
  readonly op: Condition['op']
  readonly value: number
  readonly windowMin: number
  readonly baselineMin: number
  readonly actions: readonly string[]
}

function draftOf({ source }: AlertRule): Draft {
  const base: Draft = {
    kind: 'answer',
    metric: 'metrics.avgLogprob',
    op: '<',
    value: -2,
    windowMin: 10,
    baselineMin: 60,
    actions: ['requery', 'withhold'],
  }
  switch (source.kind) {
    case 'answer':
      return { ...base, ...source.condition }
    case 'window':
    case 'change': {
      const { measure, op, value } = source
      const isChange = source.kind === 'change'
      const times = { windowMin: source.windowMs / MINUTE, baselineMin: isChange ? source.baselineMs / MINUTE : base.baselineMin }
      if (measure.kind === 'mean') return { ...base, ...times, kind: isChange ? 'mean-change' : 'mean', metric: measure.metric, op, value }
      const actions = measure.counted.kind === 'verdict' ? measure.counted.actions : base.actions
      return { ...base, ...times, kind: isChange ? 'share-change' : 'share', op, value, actions }
    }
    case 'silence':
      return { ...base, kind: source.of === 'traffic' ? 'silence' : 'no-evidence', windowMin: source.windowMs / MINUTE }
    case 'dropped':
      return { ...base, kind: 'dropped', windowMin: source.windowMs / MINUTE, value: source.value }
    case 'drift':
    case 'store':
      return { ...base, kind: source.kind }
  }
}

function sourceOf(draft: Draft, before: AlertSource): AlertSource {
  const { metric, op, value } = draft
  const windowMs = Math.round(draft.windowMin * MINUTE)
  // A share of answers that meet a condition is kept as it was: the form only knows shares of verdicts.
  const counted =
    (before.kind === 'window' || before.kind === 'change') && before.measure.kind === 'share' && before.measure.counted.kind === 'condition'
      ? before.measure.counted
      : ({ kind: 'verdict', actions: ACTIONS.filter((action) => draft.actions.includes(action)) } as const)
  const measure: WindowMeasure = draft.kind.startsWith('mean') ? { kind: 'mean', metric } : { kind: 'share', counted }
  switch (draft.kind) {
    case 'answer':
      return { kind: 'answer', condition: { metric, op, value } }
    case 'mean':
    case 'share':
      return { kind: 'window', measure, windowMs, op, value }
    case 'mean-change':
    case 'share-change':
      return { kind: 'change', measure, windowMs, baselineMs: Math.round(draft.baselineMin * MINUTE), op, value }
    case 'silence':
      return { kind: 'silence', of: 'traffic', windowMs }
    case 'no-evidence':
      return { kind: 'silence', of: 'evidence', windowMs }
    case 'dropped':
      return { kind: 'dropped', windowMs, value: Math.max(0, value) }
    case 'drift':
    case 'store':
      return { kind: draft.kind }
  }
}

interface RuleFormProps {
  readonly rule: AlertRule
  readonly onSave: (rule: AlertRule) => void
  readonly onCancel: () => void
  readonly onDelete?: () => void
}

export function RuleForm({ rule, onSave, onCancel, onDelete }: RuleFormProps): JSX.Element {
  const { alerts, filters } = words()
  const [head, setHead] = useState(rule)
  const [draft, setDraft] = useState<Draft>(() => draftOf(rule))
  const [trial, setTrial] = useState<RuleTrial | string | null>(null)
  const built: AlertRule = { ...head, source: sourceOf(draft, rule.source) }
  const { kind } = draft
  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part })
    setTrial(null)
  }
  const number = (name: keyof Draft & ('value' | 'windowMin' | 'baselineMin'), label: string): JSX.Element => (
    <label>
      <span>{label}</span>
      <input
        type="number"
        step="any"
        required
        value={draft[name]}
        onInput={(event) => change({ [name]: event.currentTarget.valueAsNumber })}
      />
    </label>
  )
  const scope = (name: 'project' | 'model' | 'promptVersion' | 'language'): JSX.Element => (
    <label>
      <span>{filters[name]}</span>
      <input
        value={head.scope[name] ?? ''}
        placeholder={filters.any}
        onInput={(event) => {
          const { [name]: _, ...rest } = head.scope
          const { value } = event.currentTarget
          setHead({ ...head, scope: value === '' ? rest : { ...rest, [name]: value } })
        }}
      />
    </label>
  )
  const tryOut = (): void => {
    const { from, to } = timeRange.value
    const named = { ...built, id: built.id === '' ? 'new' : built.id, name: built.name === '' ? '–' : built.name }
    void ask<RuleTrial>('/alert-rules/try', { method: 'POST', body: { rule: named, from, to } }).then((answer) =>
      setTrial(answer.ok ? answer.value : answer.failure.kind === 'problem' ? answer.failure.detail : words().states.offline),
    )
  }
  const hasMetric = kind === 'answer' || kind === 'mean' || kind === 'mean-change'
  const hasWindow = kind !== 'answer' && kind !== 'drift' && kind !== 'store'
  const hasComparison = hasMetric || kind === 'share' || kind === 'share-change'
  return (
    <form
      class="form rule-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSave(built)
      }}
    >
      <label class="is-wide">
        <span>{alerts.name}</span>
        <input required maxLength={200} value={head.name} onInput={(event) => setHead({ ...head, name: event.currentTarget.value })} />
      </label>
      <label>
        <span>{alerts.severity}</span>
        <select
          value={head.severity}
          onChange={(event) => {
            const { value } = event.currentTarget
            if (value === 'info' || value === 'warning' || value === 'critical') setHead({ ...head, severity: value })
          }}
        >
          {(['info', 'warning', 'critical'] as const).map((severity) => (
            <option key={severity} value={severity}>
              {alerts.severities[severity]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{alerts.watches}</span>
        <select value={kind} onChange={(event) => change({ kind: KINDS.find((known) => known === event.currentTarget.value) ?? kind })}>
          {KINDS.map((known) => (
            <option key={known} value={known}>
              {alerts.formKinds[known]}
            </option>
          ))}
        </select>
      </label>
      {hasMetric && (
        <label>
          <span>{words().answers.metric}</span>
          <select value={draft.metric} onChange={(event) => change({ metric: event.currentTarget.value })}>
            {METRICS.map((path) => (
              <option key={path} value={path}>
                {metricPathName(messages(), path)}
              </option>
            ))}
          </select>
        </label>
      )}
      {(kind === 'share' || kind === 'share-change') && (
        <fieldset>
          <legend>{filters.names.action}</legend>
          {ACTIONS.map((action) => (
            <label key={action} class="check">
              <input
                type="checkbox"
                checked={draft.actions.includes(action)}
                onChange={(event) =>
                  change({
                    actions: event.currentTarget.checked ? [...draft.actions, action] : draft.actions.filter((one) => one !== action),
                  })
                }
              />{' '}
              {messages().actions[action].name}
            </label>
          ))}
        </fieldset>
      )}
      {hasComparison && (
        <label>
          <span>{alerts.comparison}</span>
          <select
            value={draft.op}
            onChange={(event) => change({ op: OPERATORS.find((op) => op === event.currentTarget.value) ?? draft.op })}
          >
            {OPERATORS.map((op) => (
              <option key={op} value={op}>
                {op}
              </option>
            ))}
          </select>
        </label>
      )}
      {(hasComparison || kind === 'dropped') && number('value', kind.startsWith('share') ? alerts.valueShare : alerts.value)}
      {hasWindow && number('windowMin', alerts.windowMinutes)}
      {kind.endsWith('-change') && number('baselineMin', alerts.baselineMinutes)}
      {kind !== 'store' && (['project', 'model', 'promptVersion', 'language'] as const).map(scope)}
      <div class="form-actions">
        <button type="submit" class="primary">
          {alerts.save}
        </button>
        {kind !== 'drift' && kind !== 'store' && (
          <button type="button" onClick={tryOut}>
            {alerts.tryOut}
          </button>
        )}
        <button type="button" onClick={onCancel}>
          {alerts.cancel}
        </button>
        {onDelete !== undefined && (
          <button type="button" class="bad" onClick={onDelete}>
            {alerts.delete}
          </button>
        )}
      </div>
      <output class="is-wide" aria-live="polite">
        {typeof trial === 'string' && <p class="bad">{visibleText(trial)}</p>}
        {trial !== null && typeof trial !== 'string' && <Trial trial={trial} rule={built} />}
      </output>
    </form>
  )
}

function Trial({ trial, rule }: { readonly trial: RuleTrial; readonly rule: AlertRule }): JSX.Element {
  const { alerts } = words()
  const { integer } = numbers()
  return (
    <div class="trial">
      <p>
        <strong>
          {fill(alerts.wouldHave, { raised: integer(trial.raised), repeated: integer(trial.repeated), looked: integer(trial.looked) })}
        </strong>{' '}
        {trial.met !== null && fill(alerts.met, { count: integer(trial.met) })}
        {trial.cut && <span class="quiet"> {alerts.cut}</span>}
      </p>
      <ol class="small quiet">
        {trial.events.slice(0, 5).map((event) => (
          <li key={`${event.kind}${event.at}`}>
            {fullTime(event.at)} · {alerts.kinds[event.kind]} · {eventText(event, rule)}
          </li>
        ))}
      </ol>
    </div>
  )
}
