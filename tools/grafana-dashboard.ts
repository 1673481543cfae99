// Writes the Grafana dashboard from a short list of panels:
//   npx tsx --conditions=@logitscope/source tools/grafana-dashboard.ts
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Panel {
  readonly title: string
  readonly unit: string
  readonly queries: readonly (readonly [expression: string, legend: string])[]
  readonly description: string
}

const BY = 'sum by (le, project)'
const FILTER = 'project=~"$project", model=~"$model"'
const quantile = (q: number, metric: string): string =>
  `histogram_quantile(${q}, ${BY} (rate(${metric}_bucket{${FILTER}}[$__rate_interval])))`

const PANELS: readonly Panel[] = [
  {
    title: 'Answers',
    unit: 'reqps',
    queries: [[`sum by (verdict) (rate(logitscope_answers_total{${FILTER}}[$__rate_interval]))`, '{{verdict}}']],
    description: 'Stored live answers by verdict.',
  },
  {
    title: 'Mean surprisal of an answer',
    unit: 'none',
    queries: [
      [quantile(0.5, 'logitscope_answer_surprisal_nats'), '{{project}} median'],
      [quantile(0.9, 'logitscope_answer_surprisal_nats'), '{{project}} 90 %'],
    ],
    description: 'Minus mean logprob, nats. Higher: the model was less sure. It is not a probability of being wrong.',
  },
  {
    title: 'Share of low-confidence tokens',
    unit: 'percentunit',
    queries: [
      [
        `sum by (project) (rate(logitscope_answer_low_confidence_tokens_total{${FILTER}}[$__rate_interval])) / sum by (project) (rate(logitscope_answer_tokens_total{${FILTER}}[$__rate_interval]))`,
        '{{project}}',
      ],
    ],
    description: "Tokens below the profile's threshold.",
  },
  {
    title: 'Evidence',
    unit: 'reqps',
    queries: [[`sum by (tier) (rate(logitscope_answers_total{${FILTER}}[$__rate_interval]))`, '{{tier}}']],
    description: 'How much of the traffic has usable log-probabilities at all.',
  },
  {
    title: 'Latency',
    unit: 's',
    queries: [
      [quantile(0.5, 'logitscope_answer_duration_seconds'), '{{project}} median'],
      [quantile(0.95, 'logitscope_answer_duration_seconds'), '{{project}} 95 %'],
    ],
    description: 'From request to the last byte of the answer.',
  },
  {
    title: 'Found in answers',
    unit: 'cps',
    queries: [[`sum by (kind) (rate(logitscope_detections_total{${FILTER}, kind!~"entity|field|hotspot"}[$__rate_interval]))`, '{{kind}}']],
    description: 'Sudden drops, low stretches, loops, glitch tokens.',
  },
  {
    title: 'Captures',
    unit: 'reqps',
    queries: [
      ['rate(logitscope_captures_total[$__rate_interval])', 'stored'],
      ['sum by (reason) (rate(logitscope_captures_dropped_total[$__rate_interval]))', 'dropped: {{reason}}'],
    ],
    description: 'Exchanges stored, and exchanges forwarded but not stored.',
  },
  {
    title: 'Waiting for analysis',
    unit: 'bytes',
    queries: [
      ['logitscope_capture_queue_bytes', 'waiting'],
      ['logitscope_capture_queue_capacity_bytes', 'most'],
    ],
    description: 'Bytes of captures in the queue; beyond the most they are dropped, never the traffic.',
  },
]

const datasource = { type: 'prometheus', uid: '${datasource}' }

const variable = (name: string): object => ({
  name,
  type: 'query',
  datasource,
  query: `label_values(logitscope_answers_total, ${name})`,
  refresh: 2,
  includeAll: true,
  multi: true,
  allValue: '.*',
  current: { text: 'All', value: '$__all' },
})

export const dashboard: object = {
  title: 'logitscope',
  uid: 'logitscope',
  tags: ['llm', 'logprobs'],
  schemaVersion: 39,
  timezone: 'browser',
  refresh: '30s',
  time: { from: 'now-6h', to: 'now' },
  templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }, variable('project'), variable('model')] },
  panels: PANELS.map(({ title, unit, queries, description }, index) => ({
    id: index + 1,
    type: 'timeseries',
    title,
    description,
    datasource,
    gridPos: { h: 8, w: 12, x: (index % 2) * 12, y: Math.floor(index / 2) * 8 },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: queries.map(([expr, legendFormat], at) => ({ refId: String.fromCharCode(65 + at), datasource, expr, legendFormat })),
  })),
}

export const DASHBOARD_FILE = new URL('../deploy/grafana/logitscope.json', import.meta.url)

export function dashboardText(): string {
  return `${JSON.stringify(dashboard, null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DASHBOARD_FILE, dashboardText())
