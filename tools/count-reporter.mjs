// A Vitest reporter that leaves the counts where tools/test.mjs finds them, so that the run can close with one plain line.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export const countsFile = new URL('../node_modules/.cache/logitscope/test-counts.json', import.meta.url).pathname

export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += module.errors().length
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state === 'passed') counts.passed += 1
        else if (state === 'failed') counts.failed += 1
        else counts.skipped += 1
      }
    }
    mkdirSync(dirname(countsFile), { recursive: true })
    writeFileSync(countsFile, JSON.stringify(counts))
  }
}
