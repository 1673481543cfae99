import { Counter, Gauge, Registry } from 'prom-client'
import type { CaptureStatistics } from '../capture/statistics.ts'
import type { GatewayCounts } from '../gateway/index.ts'

export interface MetricSources {
  readonly captures: () => CaptureStatistics
  readonly gateway: () => GatewayCounts
  readonly capacityBytes: number
}

/** A counter whose value is kept elsewhere: put in anew at each reading. */
function readCounter(registry: Registry, name: string, help: string, read: () => number): void {
  new Counter({
    name,
    help,
    registers: [registry],
    collect() {
      this.reset()
      this.inc(read())
    },
  })
}

function readLabelled(registry: Registry, name: string, help: string, label: string, read: () => Readonly<Record<string, number>>): void {
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset()
      for (const [value, count] of Object.entries(read())) this.inc({ [label]: value }, count)
    },
  })
}

function readGauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}

/** The registry behind `/metrics`, with what the gateway and the capture queue count. */
export function createMetrics({ captures, gateway, capacityBytes }: MetricSources): Registry {
  const registry = new Registry()
  readCounter(registry, 'logitscope_captures_total', 'Exchanges that were stored.', () => captures().captured)
  readLabelled(
    registry,
    'logitscope_captures_dropped_total',
    'Exchanges that were forwarded and not stored.',
    'reason',
    () => captures().dropped,
  )
  readCounter(registry, 'logitscope_content_dropped_total', 'Answers stored without their text.', () => captures().contentDropped)
  readGauge(registry, 'logitscope_capture_queue_bytes', 'Captures that wait.', () => captures().waiting.bytes)
  readGauge(registry, 'logitscope_capture_queue_capacity_bytes', 'Captures that may wait.', () => capacityBytes)
  readCounter(registry, 'logitscope_gateway_requests_total', 'Requests that the gateway took.', () => gateway().requests)
  readGauge(registry, 'logitscope_gateway_requests_open', 'Requests that are running.', () => gateway().open)
  readLabelled(registry, 'logitscope_gateway_errors_total', 'Errors of the gateway itself.', 'code', () => gateway().errors)
  readCounter(registry, 'logitscope_gateway_retries_total', 'Requests sent again without what was added.', () => gateway().retries)
  readCounter(registry, 'logitscope_gateway_upgrades_total', 'Connections that became something other than HTTP.', () => gateway().upgrades)
  return registry
}
