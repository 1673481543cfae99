import { Counter, Gauge, Registry } from 'prom-client'
import type { AnswerSummary } from '@logitscope/core'
import type { RunningAlerts } from '../alerts/run-alerts.ts'
import type { CaptureStatistics } from '../capture/statistics.ts'
import type { GatewayCounts } from '../gateway/index.ts'
import { createAnswerMetrics } from '../metrics/answer-metrics.ts'

export interface MetricSources {
  readonly captures: () => CaptureStatistics
  readonly gateway: () => GatewayCounts
  readonly capacityBytes: number
  /** `null` while the store is not open. */
  readonly alerts: () => RunningAlerts | null
  readonly drift: () => { readonly alarms: number; readonly watching: number }
}

export interface Metrics {
  readonly registry: Registry
  readonly countAnswers: (answers: readonly AnswerSummary[]) => void
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

/** The same by labels; each count comes with the values of the labels, separated by spaces. */
function readLabelled(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => Iterable<readonly [values: string, count: number]>,
): void {
  new Counter({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset()
      for (const [values, count] of read())
        this.inc(Object.fromEntries(values.split(' ').map((value, i) => [labelNames[i] ?? '', value])), count)
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

/** The registry behind `/metrics`: what the gateway, the capture queue, the alerts and the answers count. */
export function createMetrics({ captures, gateway, capacityBytes, alerts, drift }: MetricSources): Metrics {
  const registry = new Registry()
  readCounter(registry, 'logitscope_captures_total', 'Exchanges that were stored.', () => captures().captured)
  readLabelled(registry, 'logitscope_captures_dropped_total', 'Exchanges that were forwarded and not stored.', ['reason'], () =>
    Object.entries(captures().dropped),
  )
  readCounter(registry, 'logitscope_content_dropped_total', 'Answers stored without their text.', () => captures().contentDropped)
  readGauge(registry, 'logitscope_capture_queue_bytes', 'Captures that wait.', () => captures().waiting.bytes)
  readGauge(registry, 'logitscope_capture_queue_capacity_bytes', 'Captures that may wait.', () => capacityBytes)
  readCounter(registry, 'logitscope_gateway_requests_total', 'Requests that the gateway took.', () => gateway().requests)
  readGauge(registry, 'logitscope_gateway_requests_open', 'Requests that are running.', () => gateway().open)
  readLabelled(registry, 'logitscope_gateway_errors_total', 'Errors of the gateway itself.', ['code'], () =>
    Object.entries(gateway().errors),
  )
  readCounter(registry, 'logitscope_gateway_retries_total', 'Requests sent again without what was added.', () => gateway().retries)
  readCounter(
    registry,
    'logitscope_gateway_reconnects_total',
    'Requests sent again because the upstream had closed the kept-alive connection before they came.',
    () => gateway().reconnects,
  )
  readCounter(registry, 'logitscope_gateway_upgrades_total', 'Connections that became something other than HTTP.', () => gateway().upgrades)
  readLabelled(
    registry,
    'logitscope_alerts_total',
    'Alert events, by kind and severity.',
    ['kind', 'severity'],
    () => alerts()?.engine.counts() ?? [],
  )
  readLabelled(registry, 'logitscope_webhook_deliveries_total', 'Attempts to deliver alerts.', ['outcome'], () =>
    Object.entries(alerts()?.deliveries() ?? {}),
  )
  readCounter(registry, 'logitscope_drift_alarms_total', 'Drift alarms raised.', () => drift().alarms)
  readGauge(registry, 'logitscope_drift_monitors_watching', 'Drift monitors that have learned their baseline.', () => drift().watching)
  return { registry, countAnswers: createAnswerMetrics(registry) }
}
