import type { ComponentChildren, JSX } from 'preact'
import type { Failure } from '../api/request.ts'
import { words } from '../i18n/current.ts'

/** Why there is nothing to show, and what may be done about it. */
export function FailureNote({ failure, retry }: { readonly failure: Failure; readonly retry?: () => void }): JSX.Element {
  const { states } = words()
  const text =
    failure.kind === 'offline'
      ? states.offline
      : failure.kind === 'missing'
        ? states.missing
        : failure.kind === 'locked'
          ? states.locked
          : `${states.problem} ${failure.detail}`
  return (
    <div class="note note-bad" role="status">
      <p>{text}</p>
      {failure.kind === 'offline' && <p class="quiet">{states.offlineHint}</p>}
      {retry !== undefined && (
        <button type="button" onClick={retry}>
          {states.retry}
        </button>
      )}
    </div>
  )
}

/** A place that is empty, and why. */
export function EmptyNote({ title, children }: { readonly title: string; readonly children?: ComponentChildren }): JSX.Element {
  return (
    <div class="note" role="status">
      <p class="note-title">{title}</p>
      {children}
    </div>
  )
}

/** Grey lines as tall as what will stand here, so that nothing jumps when it comes. */
export function Waiting({ height }: { readonly height: 'line' | 'tile' | 'chart' | 'page' }): JSX.Element {
  return (
    <div class={`waiting waiting-${height}`} role="status">
      <span class="unseen">{words().states.loading}</span>
    </div>
  )
}
