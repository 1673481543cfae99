import type { SetupState, TestRequestAnswer } from '@logitscope/core'
import { z } from 'zod'
import { route, type Route } from '../route.ts'

export interface SetupContext {
  readonly state: () => Promise<SetupState>
  readonly test: (request: { readonly model?: string; readonly prompt?: string }) => Promise<TestRequestAnswer>
}

const state: z.ZodType<SetupState> = z
  .strictObject({
    version: z.string(),
    baseUrl: z.string(),
    upstreams: z.array(z.strictObject({ name: z.string(), url: z.string(), isDefault: z.boolean() })),
    found: z.array(z.strictObject({ url: z.string(), name: z.string(), models: z.array(z.string()) })),
    content: z.enum(['full', 'redacted', 'none']),
    demo: z.boolean(),
    model: z.string().nullable(),
  })
  .meta({ id: 'SetupState' })

const testAnswer: z.ZodType<TestRequestAnswer> = z
  .strictObject({ ok: z.boolean(), status: z.number().nullable(), traceId: z.string().nullable(), detail: z.string() })
  .meta({ id: 'TestRequestAnswer' })

export function setupRoutes(context: SetupContext): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/api/setup',
      summary: 'What a client has to set, the upstreams, and what was found on the usual local ports',
      scopes: ['read'],
      query: z.strictObject({}),
      answer: { schema: state, description: 'The state' },
      handle: () => context.state(),
    }),
    route({
      method: 'post',
      path: '/api/setup/test-request',
      summary: 'Sends one real request through the gateway',
      scopes: ['admin'],
      body: {
        optional: true,
        limitBytes: 64 * 1024,
        schema: z.strictObject({ model: z.string().max(300).optional(), prompt: z.string().max(10_000).optional() }),
      },
      answer: { schema: testAnswer, description: 'What came back' },
      handle: ({ body }) =>
        context.test({
          ...(body.model === undefined ? {} : { model: body.model }),
          ...(body.prompt === undefined ? {} : { prompt: body.prompt }),
        }),
    }),
  ]
}
