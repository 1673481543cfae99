/** Reads the `@example` lines of doc comments, so that a test can run them: a line is `expression // value`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'

export interface DocExample {
  /** File name, without the folder. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly code: string
  readonly expected: string
}

function examplesOf(file: string, source: string): DocExample[] {
  const examples: DocExample[] = []
  let inside = false
  source.split('\n').forEach((text, index) => {
    const comment = /^\s*\* ?(.*)$/.exec(text)?.[1]
    if (comment === undefined || comment.startsWith('/')) inside = false
    else if (comment.startsWith('@')) inside = comment.startsWith('@example')
    else if (inside && comment.trim() !== '') {
      const [, code, expected] = /^(.*?) \/\/ (.*)$/.exec(comment) ?? []
      if (code === undefined || expected === undefined) throw new Error(`${file}:${index + 1}: an example line reads "expression // value"`)
      examples.push({ file, line: index + 1, code, expected })
    }
  })
  return examples
}

/** The examples in the source files of one folder, tests and index left out. */
export function docExamples(folder: string): DocExample[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
    .flatMap((file) => examplesOf(file, readFileSync(join(folder, file), 'utf8')))
}

function isSame(actual: unknown, expected: unknown): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') {
    // Math.exp and Math.log may differ in the last digit between engines.
    return Object.is(actual, expected) || Math.abs(actual - expected) <= 1e-14 * Math.abs(expected)
  }
  return JSON.stringify(actual) === JSON.stringify(expected)
}

/** Runs one example with some names in scope; says what was wrong, or `null` where the example holds. */
export function runDocExample(example: DocExample, scope: object): string | null {
  const context = createContext({ ...scope })
  const actual: unknown = runInContext(`(${example.code})`, context)
  const expected: unknown = runInContext(`(${example.expected})`, context)
  const holds =
    Array.isArray(actual) && Array.isArray(expected)
      ? actual.length === expected.length && actual.every((value, i) => isSame(value, expected[i]))
      : isSame(actual, expected)
  return holds ? null : `${example.file}:${example.line}: ${example.code} gives ${JSON.stringify(actual)}, not ${example.expected}`
}
