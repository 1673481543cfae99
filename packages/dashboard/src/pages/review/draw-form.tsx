import type { JSX } from 'preact'
import type { ReviewRequest } from '@logitscope/core'
import { words } from '../../i18n/current.ts'

const DEFAULT_SIZE = 40
const DEFAULT_AUDIT_PERCENT = 30

/** What to draw: how many, what makes an answer worth a look, and which share blindly. */
export function DrawForm({ onDraw }: { readonly onDraw: (request: ReviewRequest) => void }): JSX.Element {
  const { review } = words()
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const size = Math.max(1, Math.min(1_000, Math.round(Number(data.get('size')))))
        const share = Math.max(0.01, Math.min(1, Number(data.get('audit')) / 100))
        onDraw({ by: data.get('by') === 'errorRisk' ? 'errorRisk' : 'entropy', size, auditShare: share })
      }}
    >
      <label>
        <span>{review.size}</span>
        <input name="size" type="number" min={1} max={1000} required defaultValue={String(DEFAULT_SIZE)} />
      </label>
      <label>
        <span>{review.by}</span>
        <select name="by" defaultValue="entropy">
          <option value="entropy">{review.orders.entropy}</option>
          <option value="errorRisk">{review.orders.errorRisk}</option>
        </select>
      </label>
      <label>
        <span>{review.auditShare}</span>
        <input name="audit" type="number" min={1} max={100} required defaultValue={String(DEFAULT_AUDIT_PERCENT)} />
      </label>
      <div class="form-actions">
        <button type="submit" class="primary">
          {review.draw}
        </button>
      </div>
      <p class="quiet small is-wide">{review.auditMeaning}</p>
    </form>
  )
}
