import { render } from 'preact'
import { App } from './app.tsx'
import { listenForKeys } from './app-keys.ts'
import { startSpeaking } from './i18n/current.ts'
import { followLinks } from './state/location.ts'
import { keepPreferences } from './state/preferences.ts'
import { openSession } from './ui/key-dialog.tsx'

keepPreferences()
startSpeaking()
followLinks()
listenForKeys()
void openSession()

const root = document.getElementById('app')
if (root !== null) {
  root.textContent = ''
  render(<App />, root)
}
