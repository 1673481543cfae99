import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A Chromium on this machine, or `null`: then no real browser is asked. */
export function findBrowser(): string | null {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && existsSync(named)) return named
  for (const folder of (process.env['PATH'] ?? '').split(delimiter))
    for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])
      if (existsSync(join(folder, name))) return join(folder, name)
  return null
}
