import { sampleAnswers, START } from './sample-answers.ts'
import type { OpenStore, TestApi } from './types.ts'

type CappedTest = (
  title: string,
  caps: { readonly values: number; readonly groups: number },
  run: (store: OpenStore) => Promise<void>,
) => void

/** More values and combinations than rollups tell apart. */
export function cappedTests({ expect }: TestApi, test: CappedTest): void {
  const batch = sampleAnswers(90, (i) => ({ source: { model: `model-${i % 10}` } }))
  const own = (model: string): number => batch.filter(({ trace }) => trace.source.model === model).length

  test('counts the values beyond the cap of a field together, and loses none', { values: 4, groups: 1_000 }, async ({ traces }) => {
    for (let i = 0; i < 90; i += 30) await traces.append(batch.slice(i, i + 30), { batchId: `b${i}`, receivedAt: START })
    const { items } = await traces.groups({}, ['model'])
    expect(items.reduce((sum, { statistics }) => sum + statistics.count, 0)).toBe(90)
    const named = items.filter(({ group }) => group.model !== '__other__')
    expect(named).toHaveLength(4)
    for (const { group, statistics } of named) expect([group.model, statistics.count]).toEqual([group.model, own(group.model ?? '')])
    expect(items.find(({ group }) => group.model === '__other__')?.statistics.count).toBe(54)
    // What a value beyond the cap is asked for is read from the answers.
    for (const model of ['model-0', 'model-3', 'model-4', 'model-9']) {
      const { total } = await traces.series({ filter: { model, from: START, to: START + 1e7 }, bucket: 'hour', zone: 'UTC' })
      expect([model, total.count]).toEqual([model, own(model)])
      expect([model, (await traces.search({ filter: { model }, limit: 1, count: true })).total]).toEqual([model, own(model)])
    }
    await traces.rebuildRollups({ from: START - 1, to: START + 1e9 })
    expect((await traces.groups({}, ['model'])).items.find(({ group }) => group.model === '__other__')?.statistics.count).toBe(54)
  })

  test('counts the combinations beyond the cap within their project', { values: 1_000, groups: 3 }, async ({ traces }) => {
    await traces.append(batch, { batchId: 'a', receivedAt: START })
    const { items } = await traces.groups({}, ['project'])
    const count = (project: string): number => batch.filter(({ trace }) => trace.context.project === project).length
    expect(items.map(({ group, statistics }) => [group.project, statistics.count])).toEqual([
      ['desk', count('desk')],
      ['shop', count('shop')],
    ])
    for (const model of ['model-0', 'model-7']) {
      const { total } = await traces.series({ filter: { model, from: START, to: START + 1e7 }, bucket: 'hour', zone: 'UTC' })
      expect([model, total.count]).toEqual([model, own(model)])
    }
  })
}
