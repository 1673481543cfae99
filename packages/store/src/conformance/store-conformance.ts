import { countingTests } from './counting-tests.ts'
import { controlTests } from './control-tests.ts'
import { keepingTests } from './keeping-tests.ts'
import { readingTests } from './reading-tests.ts'
import { statisticsTests } from './statistics-tests.ts'
import { cappedTests } from './capped-tests.ts'
import { stoppingTests } from './stopping-tests.ts'
import type { Engine, OpenStore, StoreTest, TestApi } from './types.ts'
import { writingTests } from './writing-tests.ts'

/**
 * Defines the tests that every engine passes: `storeConformance({ describe, it, expect }, engine)` with vitest's functions.
 * A test that an engine cannot pass is named in `engine.skips` with the reason, which is printed. A skip that names no test is a `RangeError`.
 */
export function storeConformance(api: TestApi, engine: Engine): void {
  const skips = engine.skips ?? {}
  const titles = new Set<string>()
  const testWith = (title: string, open: (() => Promise<OpenStore>) | null, run: (store: OpenStore) => Promise<void>): void => {
    titles.add(title)
    const reason = Object.hasOwn(skips, title) ? skips[title] : undefined
    const whole = async (): Promise<void> => {
      const store = await (open ?? engine.open)()
      try {
        await run(store)
      } finally {
        await store.close()
      }
    }
    if (reason === undefined) api.it(title, whole)
    else {
      console.warn(`skipped: ${engine.name}: ${title}: ${reason}`)
      api.it.skip(title, whole)
    }
  }
  const test: StoreTest = (title, run) => testWith(title, null, run)
  const { openCapped } = engine
  api.describe(`${engine.name} as a store`, () => {
    if (openCapped !== undefined) cappedTests(api, (title, caps, run) => testWith(title, () => openCapped(caps), run))
    for (const tests of [writingTests, readingTests, countingTests, statisticsTests, stoppingTests, keepingTests, controlTests])
      tests(api, test)
  })
  for (const title of Object.keys(skips)) if (!titles.has(title)) throw new RangeError(`skips names no test of the suite: ${title}`)
}
