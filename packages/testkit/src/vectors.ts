/** Reference inputs and outputs of published implementations, from the shared test data. */
import { sharedPath, readText } from './shared.ts'

const NOT_FINITE: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
])

/**
 * The cases of a vector file such as `minicons_surprisal.json`, its encoded non-finite numbers decoded.
 * Empty, with a printed reason, where the file is not there: `it.skipIf(cases.length === 0)`. The caller knows what a case looks like.
 */
export function vectorCases(file: string): readonly unknown[] {
  const path = sharedPath(`vectors/${file}`)
  if (path === null) return []
  const parsed = JSON.parse(readText(path), (_, value: unknown) => NOT_FINITE.get(value) ?? value) as { cases: unknown[] }
  return parsed.cases
}
