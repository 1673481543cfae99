/**
 * Writes the pages of docs/ that are made from the schema of the configuration and from recordings:
 *   npx tsx --conditions=@logitscope/source tools/generate-docs.ts
 * Leaves out the latter where the recordings are absent.
 */
import { writeFileSync } from 'node:fs'
import { pages, schemaPages } from './docs/pages.ts'

for (const { path, text } of [...(await schemaPages()), ...(await pages())]) {
  writeFileSync(path, text)
  console.log(`written: ${path}`)
}
