import type { JSX } from 'preact'
import { visibleToken, type ShownToken } from '@logitscope/core'

/** A token with everything in it made visible; what stands for something else is set apart. */
export function TokenText({ token }: { readonly token: ShownToken }): JSX.Element {
  return (
    <bdi class="token">
      {visibleToken(token, { spaces: 'edges' }).map((segment, i) =>
        segment.kind === 'text' ? (
          <span key={i}>{segment.text}</span>
        ) : (
          <span key={i} class="mark">
            {segment.text}
          </span>
        ),
      )}
    </bdi>
  )
}
