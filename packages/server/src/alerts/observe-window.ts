import type { AlertRule, WindowMeasure, WindowObservation } from '@logitscope/core'
import type { ReadOptions, TraceStore } from '@logitscope/store'

function measureOf({ source }: AlertRule): WindowMeasure | null {
  return source.kind === 'window' || source.kind === 'change' ? source.measure : null
}

/** Length of the window that a rule looks at, ms; `null` for a rule on single answers, on drift or on the store. */
export function windowLengthOf({ source }: AlertRule): number | null {
  return 'windowMs' in source ? source.windowMs : null
}

/** What the window of a rule that ends at `to` holds, by the time of receipt, imports left out. */
export async function observeWindow(
  store: Pick<TraceStore, 'window'>,
  rule: AlertRule,
  to: number,
  dropped: (from: number, to: number) => number,
  options: ReadOptions = {},
): Promise<WindowObservation> {
  const from = to - (windowLengthOf(rule) ?? 0)
  const measure = measureOf(rule)
  const counts = await store.window({ scope: rule.scope, from, to, measure }, options)
  const baseline =
    rule.source.kind === 'change'
      ? await store.window({ scope: rule.scope, from: from - rule.source.baselineMs, to: from, measure }, options)
      : null
  return { ...counts, dropped: dropped(from, to), baseline: baseline?.measured ?? null }
}
