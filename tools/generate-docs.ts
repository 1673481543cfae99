/**
 * Writes the pages of docs/ that are made from recordings:
 *   npx tsx --conditions=@logitscope/source tools/generate-docs.ts
 * Says so and ends where the recordings are absent.
 */
import { writeFileSync } from 'node:fs'
import { pages } from './docs/pages.ts'

for (const { path, text } of await pages()) {
  writeFileSync(path, text)
  console.log(`written: ${path}`)
}
