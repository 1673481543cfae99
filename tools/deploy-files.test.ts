import { readFileSync } from 'node:fs'
import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { createAnswerMetrics } from '../packages/server/src/metrics/answer-metrics.ts'
import { DASHBOARD_FILE, dashboardText } from './grafana-dashboard.ts'

/** Names that other parts of the server register. */
const OTHERS = /^logitscope_(?:captures|capture_queue|content|gateway|alerts|webhook)_/

async function knownNames(): Promise<ReadonlySet<string>> {
  const registry = new Registry()
  createAnswerMetrics(registry)
  return new Set((await registry.getMetricsAsJSON()).map((metric) => metric.name))
}

const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

describe('the files to deploy', () => {
  it('hold the dashboard as it is made', () => {
    expect(readFileSync(DASHBOARD_FILE, 'utf8')).toBe(dashboardText())
  })

  it.each(['../deploy/grafana/logitscope.json', '../deploy/prometheus/alerts.yml'])('name only metrics that exist: %s', async (path) => {
    const known = await knownNames()
    const names = new Set([...text(path).matchAll(/logitscope_[a-z_]+/g)].map(([name]) => name))
    expect(names.size).toBeGreaterThan(3)
    for (const name of names) {
      const base = name.replace(/_(?:bucket|sum|count)$/, '')
      expect([name, known.has(name) || known.has(base) || OTHERS.test(name)]).toEqual([name, true])
    }
  })
})
