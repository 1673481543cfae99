/** The pages of docs/ that are made from recordings and from the schema of the configuration. */
import { projectRoot, readRecordings } from '@logitscope/testkit'
import { join } from 'node:path'
import { configurationPage } from './configuration-page.ts'
import { formatsPage } from './formats-page.ts'
import { serversPage } from './servers-page.ts'

export interface Page {
  readonly path: string
  readonly text: string
}

/** Pages that need nothing but the project itself. */
export async function schemaPages(): Promise<readonly Page[]> {
  const path = join(projectRoot, 'docs', 'guide', 'configuration.md')
  return [{ path, text: await configurationPage(path) }]
}

/** Pages made from recordings; none where the recordings are absent. */
export async function pages(): Promise<readonly Page[]> {
  const read = readRecordings()
  if (read.length === 0) return []
  const made = { 'formats.md': formatsPage, 'servers.md': serversPage }
  return Promise.all(
    Object.entries(made).map(async ([name, make]) => {
      const path = join(projectRoot, 'docs', name)
      return { path, text: await make(path, read) }
    }),
  )
}
