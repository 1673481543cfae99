import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { visibleText, type AlertRule, type AlertRuleList } from '@logitscope/core'
import { ask } from '../../api/request.ts'
import { useApi } from '../../api/use-api.ts'
import { words } from '../../i18n/current.ts'
import { Card } from '../../ui/card.tsx'
import { FailureNote, Waiting } from '../../ui/states.tsx'
import { RuleForm } from './rule-form.tsx'
import { ruleName, ruleText } from './rule-words.ts'

const NEW_RULE: AlertRule = {
  id: '',
  name: '',
  enabled: true,
  severity: 'warning',
  scope: {},
  source: { kind: 'answer', condition: { metric: 'metrics.avgLogprob', op: '<', value: -2 } },
  forMs: 0,
  minimumCount: 20,
  noData: 'keep',
  regroupMs: 3_600_000,
}

/** The rules in force, each to be switched, changed and tried out. */
export function RulesCard(): JSX.Element {
  const { alerts } = words()
  const { data, failure, reload } = useApi<AlertRuleList>('/alert-rules')
  const [kept, setKept] = useState<readonly AlertRule[] | null>(null)
  const [edited, setEdited] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const rules = kept ?? data?.items ?? []

  const put = (next: readonly AlertRule[]): void => {
    void ask<AlertRuleList>('/alert-rules', { method: 'PUT', body: { items: next } }).then((answer) => {
      if (answer.ok) {
        setKept(answer.value.items)
        setEdited(null)
        setError(null)
      } else setError(answer.failure.kind === 'problem' ? answer.failure.detail : words().states.offline)
    })
  }
  const save = (rule: AlertRule): void => {
    if (rule.id !== '') {
      put(rules.map((old) => (old.id === rule.id ? rule : old)))
      return
    }
    const base =
      rule.name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 60) || 'rule'
    let id = base
    for (let n = 2; rules.some((old) => old.id === id); n++) id = `${base}-${n}`
    put([...rules, { ...rule, id }])
  }
  return (
    <Card
      title={alerts.rules}
      meaning={alerts.rulesMeaning}
      aside={
        <button type="button" onClick={() => setEdited(edited === '' ? null : '')}>
          {alerts.newRule}
        </button>
      }
    >
      {data === null && failure === null && <Waiting height="chart" />}
      {data === null && failure !== null && <FailureNote failure={failure} retry={reload} />}
      {error !== null && (
        <p class="bad" role="alert">
          {visibleText(error)}
        </p>
      )}
      {edited === '' && <RuleForm rule={NEW_RULE} onSave={save} onCancel={() => setEdited(null)} />}
      <ul class="rule-list">
        {rules.map((rule) => (
          <li key={rule.id} class={rule.enabled ? '' : 'is-off'}>
            <div class="rule-line">
              <label class="check" title={alerts.enabled}>
                <input
                  type="checkbox"
                  checked={rule.enabled}
                  onChange={(event) =>
                    put(rules.map((old) => (old.id === rule.id ? { ...rule, enabled: event.currentTarget.checked } : old)))
                  }
                />
                <span class="unseen">
                  {alerts.enabled}: {ruleName(rule)}
                </span>
              </label>
              <div>
                <p>
                  <span class={`severity severity-${rule.severity}`}>{alerts.severities[rule.severity]}</span> {ruleName(rule)}
                </p>
                <p class="quiet small">{ruleText(rule)}</p>
              </div>
              <button type="button" aria-expanded={edited === rule.id} onClick={() => setEdited(edited === rule.id ? null : rule.id)}>
                {alerts.edit}
              </button>
            </div>
            {edited === rule.id && (
              <RuleForm
                rule={rule}
                onSave={save}
                onCancel={() => setEdited(null)}
                onDelete={() => put(rules.filter((old) => old.id !== rule.id))}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
