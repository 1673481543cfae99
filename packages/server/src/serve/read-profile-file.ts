import { parseProfile, type Profile } from '@logitscope/core'
import { readFile } from 'node:fs/promises'
import { StartError } from './start-error.ts'

/** The profile of a file; what is wrong with it is told key by key. */
export async function readProfileFile(path: string): Promise<Profile> {
  let value: unknown
  try {
    value = JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, ''))
  } catch (error) {
    throw new StartError(
      `profile ${path}: ${error instanceof SyntaxError ? `it is not JSON (${error.message})` : (error as Error).message}`,
      { cause: error },
    )
  }
  const parsed = parseProfile(value)
  if (parsed.ok) return parsed.value
  throw new StartError([`profile ${path} cannot be used:`, ...parsed.issues.map(({ message }) => `  ${message}`)].join('\n'))
}
