import { STARTING_PROFILE, type AlertRule } from '@logitscope/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from './harness.ts'

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean; readonly schema: object }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>>
}

interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

let server: TestServer
let document: Document
let id: string
let sha256: string
let alertId: string

/** A rule that every answer meets. */
const RULE: AlertRule = {
  id: 'every-answer',
  name: 'Every answer',
  enabled: true,
  severity: 'info',
  scope: {},
  source: { kind: 'answer', condition: { metric: 'metrics.avgLogprob', op: '<', value: 0 } },
  forMs: 0,
  minimumCount: 1,
  noData: 'keep',
  regroupMs: 0,
}

async function raisedAlert(): Promise<string> {
  for (;;) {
    const { items } = (await server.json('/api/alerts')) as { readonly items: readonly { readonly id: string }[] }
    if (items[0] !== undefined) return items[0].id
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

beforeAll(async () => {
  server = await startTestServer({ start: { firstRules: [RULE] } })
  document = (await server.json('/api/openapi.json')) as Document
  id = (await server.chat()).headers.get('x-logitscope-trace-id')!
  await server.chat({ stream: false }, { 'x-logitscope-prompt-version': 'v2' })
  await server.stored(2)
  alertId = await raisedAlert()
  await server.fetch(`/api/traces/${id}/labels`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value: 'unsure', note: 'n' }),
  })
  const list = await server.fetch('/api/profiles?activate=true', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...STARTING_PROFILE, version: 2 }),
  })
  sha256 = ((await list.json()) as { readonly active: { readonly sha256: string } }).active.sha256
})
afterAll(() => server.stop())

/** A schema of the document as one that stands alone. */
function schemaOf(schema: object): z.ZodType {
  const local = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/')) as unknown
  return z.fromJSONSchema({ ...(local(schema) as object), $defs: local(document.components.schemas) } as Parameters<
    typeof z.fromJSONSchema
  >[0])
}

/** What each operation is called with; an operation without an entry fails the test. */
const CALLS: Readonly<
  Record<string, { readonly path?: () => string; readonly body?: unknown; readonly type?: string; readonly status?: number }>
> = {
  'get /api/traces': { path: () => '/api/traces?count=true&limit=1' },
  'post /api/traces': { body: '{"schema":1}', type: 'application/x-ndjson' },
  'delete /api/traces': { path: () => '/api/traces?session=nobody' },
  'get /api/traces/{id}': { path: () => `/api/traces/${id}` },
  'get /api/traces/{id}/neighbours': { path: () => `/api/traces/${id}/neighbours?sort=metrics.avgLogprob` },
  'post /api/traces/{id}/labels': { path: () => `/api/traces/${id}/labels`, body: { value: 'correct', samplingProbability: 0.5 } },
  'get /api/stats/series': {},
  'get /api/stats/histogram': { path: () => '/api/stats/histogram?metric=metrics.avgLogprob' },
  'get /api/stats/moments': { path: () => '/api/stats/moments?metrics=metrics.avgLogprob,totalMs,evidence.completeness' },
  'get /api/stats/heatmap': {},
  'get /api/stats/tokens': {},
  'get /api/stats/models': { path: () => '/api/stats/models?by=model,promptVersion' },
  'get /api/stats/calibration': { path: () => '/api/stats/calibration?labelledFrom=0' },
  'get /api/stats/values': { path: () => '/api/stats/values?field=model' },
  'get /api/export': { path: () => '/api/export?format=csv' },
  'get /api/profiles': {},
  'put /api/profiles': { body: STARTING_PROFILE },
  'post /api/profiles/{sha256}/activate': { path: () => `/api/profiles/${sha256}/activate` },
  'post /api/profiles/rollback': {},
  'get /api/reanalyze': {},
  'post /api/reanalyze': {},
  'get /api/health/store': {},
  'get /api/session': {},
  'post /api/session': {},
  'delete /api/session': {},
  'get /api/setup': {},
  'post /api/setup/test-request': { body: {} },
  'get /api/openapi.json': {},
  'get /api/alerts': {},
  'post /api/alerts/{id}/acknowledge': { path: () => `/api/alerts/${alertId}/acknowledge`, body: { by: 'kim' } },
  'get /api/alert-rules': {},
  'put /api/alert-rules': { body: { items: [RULE] } },
  'post /api/alert-rules/try': { body: { rule: RULE, from: 0, to: 1_000_000 } },
  'get /api/alert-deliveries/dead': {},
  'post /api/alert-deliveries/{id}/retry': { path: () => '/api/alert-deliveries/nobody/retry', status: 404 },
  'get /api/drift': {},
  'post /api/drift/{project}/relearn': { path: () => '/api/drift/default/relearn' },
  'post /api/review/draw': { body: { by: 'entropy', size: 1, auditShare: 1 } },
  'get /api/review': {},
  'get /api/review/export': {},
  'get /api/calibration': {},
  'post /api/calibration/fit': { body: { name: 'test' } },
}

describe('the OpenAPI document', () => {
  it('is of version 3.1, and every reference in it leads somewhere', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!)
    expect(references.length).toBeGreaterThan(10)
    for (const name of references) expect(document.components.schemas).toHaveProperty([name])
  })

  it('describes what every route really answers', async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const name = `${method} ${path}`
        if (path === '/api/live') continue
        const call = CALLS[name]
        expect(call, `${name} is called by this test`).toBeDefined()
        const body = call!.body === undefined ? undefined : typeof call!.body === 'string' ? call!.body : JSON.stringify(call!.body)
        const response = await server.fetch(call!.path?.() ?? path, {
          method: method.toUpperCase(),
          ...(body === undefined ? {} : { body, headers: { 'content-type': call!.type ?? 'application/json' } }),
        })
        const [status, described] = Object.entries(operation.responses)[0]!
        expect(response.status, `${name}: ${response.status === 200 ? '' : await response.clone().text()}`).toBe(
          call!.status ?? Number(status),
        )
        const type = response.headers.get('content-type')!.split(';')[0]!
        if (call!.status !== undefined) {
          const problem = schemaOf(operation.responses['default']!.content['application/problem+json']!.schema)
          expect(problem.safeParse(await response.json()), name).toMatchObject({ success: true })
          continue
        }
        expect(Object.keys(described.content), name).toContain(type)
        if (type !== 'application/json') continue
        const checked = schemaOf(described.content[type]!.schema).safeParse(await response.json())
        expect(checked.error?.issues ?? [], name).toEqual([])
      }
    }
  })

  it('describes the live feed by its media type', async () => {
    const stop = new AbortController()
    const response = await server.fetch('/api/live', { signal: stop.signal })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    stop.abort()
  })

  it('has a parameter for each that a route takes, and no other is taken', async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      const parameters = operations['get']?.parameters ?? []
      for (const { name, in: place } of parameters) expect(place === 'path' ? path : name).toContain(name)
      if (operations['get'] === undefined || path.includes('{') || path === '/api/openapi.json' || path === '/api/session') continue
      expect((await server.fetch(`${path}?noSuchParameter=1`)).status, path).toBe(400)
    }
  })
})
