import { analyze, STARTING_PROFILE } from '@logitscope/core'
import { anyTrace } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleAnswers, START } from '../src/conformance/sample-answers.ts'
import { openSqliteStore } from '../src/sqlite/index.ts'
import { prepareAnswer } from '../src/sqlite/answers/prepared-answer.ts'
import { temporaryFolder } from './temporary-folder.ts'

const filter = { from: START - 86_400_000, to: START + 30 * 86_400_000 }

async function everything(prepared: boolean): Promise<object> {
  const folder = temporaryFolder()
  const { traces: store, close } = await openSqliteStore(folder, { mode: 'read-write' })
  try {
    const answers = sampleAnswers(40)
    const batch = prepared ? answers.map((answer) => store.prepare?.(answer) ?? answer) : answers
    const first = await store.append(batch, { batchId: 'a', receivedAt: START + 5 })
    const again = await store.append(batch, { batchId: 'b', receivedAt: START + 6 })
    const conflict = { ...answers[0]!, trace: { ...answers[0]!.trace, startedAt: answers[0]!.trace.startedAt + 1 } }
    const other = await store.append([prepared ? (store.prepare?.(conflict) ?? conflict) : conflict], {
      batchId: 'c',
      receivedAt: START + 7,
    })
    return {
      first,
      again: again.outcomes,
      other: other.outcomes,
      kept: await Promise.all(answers.map(({ trace }) => store.get(trace.id))),
      page: await store.search({ filter, limit: 100 }),
      heatmap: await store.heatmap(filter),
      tokens: await store.tokens(filter, 100),
      groups: await store.groups(filter, ['model']),
      found: await store.search({ filter: { ...filter, text: 'the' }, limit: 100 }),
    }
  } finally {
    await close()
  }
}

describe('an answer that was prepared', () => {
  it('gives back every trace and analysis exactly', () => {
    fc.assert(
      fc.property(anyTrace, ({ receivedAt: _, ...trace }) => {
        const analysis = analyze(trace, STARTING_PROFILE)
        const prepared = prepareAnswer({ trace, analysis, imported: false }, -3)
        expect(prepared.trace).toEqual(trace)
        expect(prepared.analysis).toEqual(analysis)
        expect(prepareAnswer(prepared, -3)).toBe(prepared)
      }),
    )
  })

  it('is stored, counted, found and recognised like the one it was made of', async () => {
    const [plain, prepared] = [await everything(false), await everything(true)]
    expect(prepared).toEqual(plain)
    expect((prepared as { readonly other: readonly string[] }).other).toEqual(['conflict'])
    expect(new Set((prepared as { readonly again: readonly string[] }).again)).toEqual(new Set(['duplicate']))
  })
})
