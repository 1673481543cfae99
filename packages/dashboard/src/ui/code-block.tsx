import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { words } from '../i18n/current.ts'
import { Icon } from './icons.tsx'

/** Text to be copied into a program. */
export function CodeBlock({ code }: { readonly code: string }): JSX.Element {
  const { answer } = words()
  const [isCopied, setCopied] = useState(false)
  return (
    <div class="code">
      <pre tabIndex={0}>{code}</pre>
      <button
        type="button"
        class="code-copy"
        aria-label={answer.copy.replace(' JSON', '')}
        onClick={() => {
          void navigator.clipboard.writeText(code).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }}
      >
        <Icon name="copy" />
        {isCopied ? answer.copied : ''}
      </button>
    </div>
  )
}
