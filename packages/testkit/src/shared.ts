/** Finds the data that tests read but the project does not hold, and says so where it is absent. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const told = new Set<string>()

/** The folder beside the project that holds shared test data, or `LOGITSCOPE_SHARED`; `null` where there is none. */
export function sharedFolder(): string | null {
  const folder = process.env['LOGITSCOPE_SHARED'] ?? resolve(root, '..', 'shared')
  return existsSync(join(folder, 'README.md')) ? folder : null
}

/**
 * Path of a shared file or folder, or `null` with a printed reason.
 * Use: `const file = sharedPath('corpora/x.gz'); it.skipIf(file === null)('…', () => …)`
 */
export function sharedPath(path: string): string | null {
  const folder = sharedFolder()
  const full = folder === null ? null : join(folder, path)
  if (full !== null && existsSync(full)) return full
  if (!told.has(path)) {
    told.add(path)
    console.warn(`skipped: ${path} is not in the shared test data (${folder ?? 'no such folder beside the project'})`)
  }
  return null
}

/** Text of a file, gunzipped where its name says so. */
export function readText(path: string): string {
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** The records of a JSON Lines file, gunzipped where its name says so. */
export function readJsonLines(path: string): unknown[] {
  return readText(path)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown)
}

/** The project's root folder. */
export const projectRoot: string = root
