import type { JSX } from 'preact'
import { words } from '../i18n/current.ts'
import { setFilter, written } from '../state/filters.ts'
import { EmptyNote } from './states.tsx'

/** No answer fits the filter: the ways out of it. */
export function NothingHere(): JSX.Element {
  const { states } = words()
  return (
    <EmptyNote title={states.nothing}>
      <p class="quiet">{states.nothingHint}</p>
      <p class="row">
        <button type="button" onClick={() => setFilter(written.value, 'all')}>
          {states.showAll}
        </button>
        <button type="button" onClick={() => setFilter({}, 'all')}>
          {states.clearFilters}
        </button>
      </p>
    </EmptyNote>
  )
}
