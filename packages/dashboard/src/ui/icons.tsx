import type { JSX } from 'preact'

const PATHS = {
  overview: 'M3 3v14h14M7 13V9M11 13V6M15 13v-3',
  answers: 'M4 5h12M4 10h12M4 15h8',
  compare: 'M7 4v12M13 4v12M4 8h3M4 12h3M13 6h3M13 14h3',
  alerts: 'M10 3a4 4 0 0 0-4 4c0 4-2 5-2 6h12c0-1-2-2-2-6a4 4 0 0 0-4-4ZM8.5 16a1.5 1.5 0 0 0 3 0',
  review: 'M4 10.5l4 4 8-9',
  calibration: 'M3 17 17 3M3 17h14M3 17V3M6 13.5c2 0 3-2 4-4s2-4 5-4',
  setup: 'M10 3v7M6.5 6.5 10 10l3.5-3.5M4 13v3h12v-3',
  help: 'M7.5 7.5A2.5 2.5 0 1 1 10 10v1.8M10 15h.01',
  close: 'M5 5l10 10M15 5 5 15',
  search: 'M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4ZM13 13l4 4',
  previous: 'M12 4l-6 6 6 6',
  next: 'M8 4l6 6-6 6',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1',
  moon: 'M16 11.5A6.5 6.5 0 0 1 8.5 4 6.5 6.5 0 1 0 16 11.5Z',
  system: 'M3 4h14v9H3zM7 17h6',
  pause: 'M7 5v10M13 5v10',
  play: 'M7 4.5v11l8-5.5z',
  copy: 'M7 7V4h9v9h-3M4 7h9v9H4z',
  down: 'M5 8l5 5 5-5',
  filter: 'M3 5h14M6 10h8M8.5 15h3',
} as const

export type IconName = keyof typeof PATHS

/** A small line drawing beside a word; never the only name of something. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
