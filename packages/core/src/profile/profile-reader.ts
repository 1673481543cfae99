import type { ReadIssue } from '../trace/types.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Collects what is wrong while reading, so that one look shows every mistake of the file. */
export class ProfileReader {
  readonly issues: ReadIssue[] = []

  add(path: string, message: string, code = 'wrong-type'): void {
    this.issues.push({ code, path, message })
  }

  object(value: unknown, path: string): Fields | null {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
    this.add(path, `${path || 'the profile'} must be an object`)
    return null
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value)) return value
    this.add(path, `${path} must be a list`)
    return []
  }

  string(value: unknown, path: string): string {
    if (typeof value === 'string' && value !== '') return value
    this.add(path, `${path} must be a text that is not empty`)
    return ''
  }

  number(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isFinite(value)) return value
    this.add(path, `${path} must be a finite number, got ${shown(value)}`)
    return NaN
  }

  knownKeys(fields: Fields, known: readonly string[], path: string): void {
    for (const key of Object.keys(fields)) {
      if (!known.includes(key))
        this.add(join(path, key), `unknown key "${key}"${path === '' ? '' : ` in ${path}`}; known are ${known.join(', ')}`, 'unknown-key')
    }
  }
}

/** A value as a message shows it. */
export const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))

/** The path of a key within an object. */
export const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`)
