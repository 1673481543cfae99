import { navigate } from './state/location.ts'
import { isTyping } from './state/shortcuts.ts'

/** Keys that work on every page. */
export function listenForKeys(): void {
  addEventListener('keydown', (event) => {
    if (isTyping(event) || event.key !== '?') return
    event.preventDefault()
    navigate('/help')
  })
}
