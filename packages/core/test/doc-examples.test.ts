import { join } from 'node:path'
import { docExamples, projectRoot, runDocExample } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
import * as digest from '../src/digest/index.ts'
import * as metrics from '../src/metrics/index.ts'
import * as stats from '../src/stats/index.ts'
import * as numeric from '../src/numeric/index.ts'

describe.each([
  ['numeric', numeric],
  ['digest', digest],
  ['stats', stats],
  ['metrics', metrics],
])('the examples in the comments of %s', (room, scope) => {
  const examples = docExamples(join(projectRoot, 'packages', 'core', 'src', room))

  it('are there', () => expect(examples.length).toBeGreaterThan(2))

  it.each(examples)('$file:$line $code', (example) => expect(runDocExample(example, scope)).toBeNull())
})
