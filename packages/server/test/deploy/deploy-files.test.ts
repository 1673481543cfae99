import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DASHBOARD_FILE, dashboardText } from '../../../../tools/grafana-dashboard.ts'
import type { GatewayCounts } from '../../src/gateway/index.ts'
import { createMetrics } from '../../src/serve/metrics.ts'

/** Every name that `/metrics` has. */
async function knownNames(): Promise<ReadonlySet<string>> {
  const { registry } = createMetrics({
    captures: () => ({ captured: 0, dropped: {}, contentDropped: 0, waiting: { captures: 0, bytes: 0 } }),
    gateway: () => ({ requests: 0, open: 0, retries: 0, upgrades: 0, errors: {} }) as unknown as GatewayCounts,
    capacityBytes: 1,
    alerts: () => null,
    drift: () => ({ alarms: 0, watching: 0 }),
  })
  return new Set((await registry.getMetricsAsJSON()).map((metric) => metric.name))
}

const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

describe('the files to deploy', () => {
  it('hold the dashboard as it is made', () => {
    expect(readFileSync(DASHBOARD_FILE, 'utf8')).toBe(dashboardText())
  })

  it.each(['../../../../deploy/grafana/logitscope.json', '../../../../deploy/prometheus/alerts.yml'])(
    'name only metrics that exist: %s',
    async (path) => {
      const known = await knownNames()
      const names = new Set([...text(path).matchAll(/logitscope_[a-z_]+/g)].map(([name]) => name))
      expect(names.size).toBeGreaterThan(3)
      for (const name of names) {
        const base = name.replace(/_(?:bucket|sum|count)$/, '')
        expect([name, known.has(name) || known.has(base)]).toEqual([name, true])
      }
    },
  )
})
