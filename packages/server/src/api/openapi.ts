import { z } from 'zod'
import type { Route } from './route.ts'

type Json = Readonly<Record<string, unknown>>

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  additionalProperties: false,
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'path', 'message'],
        properties: { code: { type: 'string' }, path: { type: 'string' }, message: { type: 'string' }, count: { type: 'integer' } },
      },
    },
  },
}

/** Schemas that stand on their own go to `components`, the rest stays in place. */
function schemaMaker(components: Record<string, unknown>): (schema: z.ZodType, io: 'input' | 'output') => Json {
  return (schema, io) => {
    const made = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as Record<string, unknown>
    const { $schema: _, $defs, ...rest } = made
    Object.assign(components, $defs)
    return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json
  }
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
}

function parametersOf(schema: Json, place: 'query' | 'path'): readonly Json[] {
  const { properties = {}, required = [] } = schema as ObjectSchema
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: inner,
  }))
}

function operationOf(route: Route, schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json): Json {
  const parameters = [
    ...(route.params === undefined ? [] : parametersOf(schemaOf(route.params, 'input'), 'path')),
    ...(route.query === undefined ? [] : parametersOf(schemaOf(route.query, 'input'), 'query')),
  ]
  const { schema, mediaTypes = ['application/json'], status = 200, description } = route.answer
  const body = schema === undefined ? { type: 'string' } : schemaOf(schema, 'output')
  const raw = route.rawBody
  return {
    summary: route.summary,
    operationId: `${route.method}${route.path.replace(/^\/api/, '').replace(/[/{}]+(\w)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '')}`,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: route.body.optional !== true,
            content: { 'application/json': { schema: schemaOf(route.body.schema, 'input') } },
          },
        }),
    ...(raw === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            description: raw.description,
            content: Object.fromEntries(raw.mediaTypes.map((type) => [type, { schema: { type: 'string' } }])),
          },
        }),
    responses: {
      [status]: { description, content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: body }])) },
      default: {
        description: 'What went wrong',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    ...(route.scopes.length === 0 ? {} : { security: [{}, { key: route.scopes }] }),
  }
}

/** The OpenAPI 3.1 document of these routes, made from the schemas that check them. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const schemas: Record<string, unknown> = { Problem: PROBLEM }
  const schemaOf = schemaMaker(schemas)
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route, schemaOf)
  const plain = JSON.parse(JSON.stringify(schemas).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json
  return {
    openapi: '3.1.0',
    info: { title: 'logitscope', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: plain,
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-logitscope-key' } },
    },
  }
}
