import { readFile } from 'node:fs/promises'
import { parseProfile, STARTING_PROFILE, type Profile } from '@logitscope/core'
import { problemOf } from './input/input-problem.ts'
import { UsageError } from './usage-error.ts'

/** The profile of a file, or the starting profile where none is named; what is wrong with a file is said key by key. */
export async function loadProfile(path: string | undefined): Promise<Profile> {
  if (path === undefined) return STARTING_PROFILE
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new UsageError(`profile ${path}: ${problemOf(path, error).message}`)
  }
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new UsageError(`profile ${path}: it is not JSON (${(error as Error).message})`)
  }
  const result = parseProfile(value)
  if (result.ok) return result.value
  throw new UsageError([`profile ${path} cannot be used:`, ...result.issues.map((issue) => `  ${issue.message}`)].join('\n'))
}
