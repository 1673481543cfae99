/** The pages of docs/ that are made from recordings. */
import { projectRoot, readRecordings } from '@logitscope/testkit'
import { join } from 'node:path'
import { formatsPage } from './formats-page.ts'
import { serversPage } from './servers-page.ts'

export interface Page {
  readonly path: string
  readonly text: string
}

/** None where the recordings are absent. */
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
