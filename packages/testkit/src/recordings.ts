/** Recorded answers in the shared test data, with the requests that made them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedPath } from './shared.ts'

export interface Recording {
  /** Path below the folder of recordings. */
  readonly name: string
  readonly bytes: Uint8Array
  /** The request's JSON body where it is known. */
  readonly request?: unknown
}

interface Source {
  readonly file: string
  readonly request?: unknown
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function requestsOf(folder: string): ReadonlyMap<string, unknown> {
  const sources = jsonIn(join(folder, 'SOURCES.json')) as { readonly fixtures?: readonly Source[] } | undefined
  return new Map((sources?.fixtures ?? []).map((source) => [source.file, source.request]))
}

const isRequest = (value: unknown): boolean => typeof value === 'object' && value !== null

/**
 * The recordings whose path below `fixtures/` fits, in order; none, with a printed reason, where the data are absent.
 * Those of real servers are named `real/SERVER/NAME.response.json`, their requests stand beside them.
 */
export function sharedRecordings(fits: RegExp): readonly Recording[] {
  const folder = sharedPath('fixtures')
  if (folder === null) return []
  const requests = requestsOf(folder)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => fits.test(path))
    .sort()
  return paths.map((name) => {
    const path = join(folder, name)
    const beside = path.replace(/\.response\.\w+$/, '.request.json')
    const request = beside === path ? requests.get(name) : jsonIn(beside)
    return { name, bytes: new Uint8Array(readFileSync(path)), ...(isRequest(request) ? { request } : {}) }
  })
}
