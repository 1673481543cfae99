import type { JSX } from 'preact'
import { signal, type Signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import type { SessionState } from '@logitscope/core'
import { ask } from '../api/request.ts'
import { openLive } from '../api/live.ts'
import { words } from '../i18n/current.ts'

/** The server wants a key and none was given yet. */
export const needsKey: Signal<boolean> = signal(false)

/** Asks whether a key is wanted, and opens the live feed when it is not. */
export async function openSession(): Promise<void> {
  const session = await ask<SessionState>('/session')
  if (session.ok && session.value.keyRequired && !session.value.scopes.includes('read')) needsKey.value = true
  else openLive()
}

export function KeyDialog(): JSX.Element {
  const { key } = words()
  const [isWrong, setWrong] = useState(false)
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault()
    const given = new FormData(event.currentTarget).get('key')
    void ask<SessionState>('/session', { method: 'POST', headers: { 'x-logitscope-key': typeof given === 'string' ? given : '' } }).then(
      (answer) => {
        if (!answer.ok || !answer.value.scopes.includes('read')) {
          setWrong(true)
          return
        }
        needsKey.value = false
        openLive()
      },
    )
  }
  return (
    <form class="note key-form" onSubmit={submit}>
      <h2>{key.title}</h2>
      <p class="quiet">{key.explain}</p>
      <label>
        <span>{key.label}</span>
        <input name="key" type="password" autocomplete="current-password" required />
      </label>
      {isWrong && (
        <p class="bad" role="alert">
          {key.wrong}
        </p>
      )}
      <button type="submit" class="primary">
        {key.enter}
      </button>
    </form>
  )
}
