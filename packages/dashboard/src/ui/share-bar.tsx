/** Parts of a whole as one bar and a list; each part is a link. Told by pattern and words, not by colour alone. */
import type { JSX } from 'preact'
import { numbers } from '../i18n/current.ts'

export interface SharePart {
  readonly name: string
  readonly meaning?: string
  readonly count: number
  readonly href: string
  /** The end of a class name: `share-pass`. */
  readonly tone: string
}

export function ShareBar({ parts }: { readonly parts: readonly SharePart[] }): JSX.Element {
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  const shown = parts.filter((part) => part.count > 0)
  return (
    <div class="shares">
      <div class="share-bar" aria-hidden="true">
        {shown.map((part) => (
          <span key={part.tone} class={`share share-${part.tone}`} style={{ flexGrow: part.count }} />
        ))}
      </div>
      <ul class="share-list">
        {parts.map((part) => (
          <li key={part.tone}>
            <a href={part.href} class="share-line" title={part.meaning}>
              <span class={`dot share-${part.tone}`} aria-hidden="true" />
              <span class="share-name">{part.name}</span>
              <span class="num">{numbers().integer(part.count)}</span>
              <span class="num quiet">{numbers().percent(total === 0 ? null : part.count / total)}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
