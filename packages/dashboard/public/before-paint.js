// Runs before anything is drawn, so that a chosen theme and language never flash in another.
try {
  const { documentElement } = globalThis.document
  const theme = globalThis.localStorage.getItem('logitscope.theme')
  if (theme === 'light' || theme === 'dark') documentElement.dataset.theme = theme
  const chosen = globalThis.localStorage.getItem('logitscope.locale') ?? globalThis.navigator.language
  documentElement.lang = chosen.toLowerCase().startsWith('tr') ? 'tr' : 'en'
} catch {
  // Storage may be forbidden: then the system's theme and English stay.
}
