import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { AnswerSummary, LabelRequest } from '@logitscope/core'
import { ask } from '../api/request.ts'
import { words } from '../i18n/current.ts'
import { isTyping } from '../state/shortcuts.ts'

export type LabelValue = NonNullable<AnswerSummary['label']>

const KEYS: readonly (readonly [key: string, value: LabelValue, sign: string])[] = [
  ['1', 'correct', '✓'],
  ['2', 'incorrect', '✗'],
  ['3', 'unsure', '?'],
]

/** Sends a label; `null` takes it back. Tells whether it was kept. */
async function sendLabel(id: string, body: LabelRequest): Promise<boolean> {
  const answer = await ask(`/traces/${encodeURIComponent(id)}/labels`, { method: 'POST', body })
  return answer.ok
}

interface LabelButtonsProps {
  readonly id: string
  readonly label: LabelValue | null
  /** Who speaks: `dashboard`, or the part of a review that the answer was drawn in. */
  readonly source?: string
  readonly samplingProbability?: number | null
  readonly onLabel: (label: LabelValue | null) => void
}

/** Is it right? One key each; the same key again takes it back. */
export function LabelButtons({ id, label, source = 'dashboard', samplingProbability = null, onLabel }: LabelButtonsProps): JSX.Element {
  const { labels, answer } = words()
  const [hasFailed, setFailed] = useState(false)
  const give = (value: LabelValue): void => {
    const next = value === label ? null : value
    void sendLabel(id, { value: next, source, samplingProbability }).then((isKept) => {
      setFailed(!isKept)
      if (isKept) onLabel(next)
    })
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return
      const found = KEYS.find(([key]) => key === event.key)
      if (found === undefined) return
      event.preventDefault()
      give(found[1])
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [id, label, source, samplingProbability])
  return (
    <div class="labels" role="group" aria-label={answer.isRight}>
      {KEYS.map(([key, value, sign]) => (
        <button key={value} type="button" class={`label-button label-${value}`} aria-pressed={label === value} onClick={() => give(value)}>
          <span aria-hidden="true">{sign}</span> {labels[value]} <kbd aria-hidden="true">{key}</kbd>
        </button>
      ))}
      {hasFailed && (
        <span class="bad small" role="alert">
          {answer.labelFailed}
        </span>
      )}
    </div>
  )
}
