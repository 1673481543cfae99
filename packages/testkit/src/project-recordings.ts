/** The answers that the project itself recorded and keeps: `examples/recorded`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Recording } from './recordings.ts'
import { projectRoot } from './shared.ts'

/** Each as the bytes that went over the wire, with its request. */
export function projectRecordings(): readonly Recording[] {
  const folder = join(projectRoot, 'examples', 'recorded')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { request, response } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        readonly request: unknown
        readonly response: unknown
      }
      const text = typeof response === 'string' ? response : JSON.stringify(response)
      return { name: `examples/${file}`, bytes: new TextEncoder().encode(text), request }
    })
}
