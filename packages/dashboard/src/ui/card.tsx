import type { ComponentChildren, JSX } from 'preact'

interface CardProps {
  readonly title: ComponentChildren
  /** One sentence on how to read it. */
  readonly meaning?: string | undefined
  readonly aside?: ComponentChildren
  readonly className?: string
  readonly children: ComponentChildren
}

/** A titled region of a page. */
export function Card({ title, meaning, aside, className = '', children }: CardProps): JSX.Element {
  return (
    <section class={`card ${className}`}>
      <header class="card-head">
        <h2>{title}</h2>
        {aside !== undefined && <div class="card-aside">{aside}</div>}
        {meaning !== undefined && <p class="meaning">{meaning}</p>}
      </header>
      {children}
    </section>
  )
}
