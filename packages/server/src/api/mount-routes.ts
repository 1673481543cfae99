import type { Scope } from '@logitscope/store'
import { Hono } from 'hono'
import { z } from 'zod'
import { decompressAll, DecompressError } from '../capture/decompress.ts'
import { ApiError, problemOf, problemOfError, problemResponse, type ProblemIssue } from './problem.ts'
import { readBody } from './read-body.ts'
import type { Call, Route, RouteBody } from './route.ts'

export interface MountOptions {
  /** Scopes of the caller; every scope where no key is needed. */
  readonly scopesOf: (request: Request) => readonly Scope[]
  readonly onError: (error: unknown, route: string) => void
}

/** A misspelt parameter is told, also where none is taken. */
const NO_QUERY = z.strictObject({})
/** Deepest path into a value that an issue names. */
const LONGEST_PATH = 200

function issuesOf(error: z.ZodError, where: string): readonly ProblemIssue[] {
  return error.issues.slice(0, 20).map((issue) => {
    const path = [where, ...issue.path.map(String)].join('.').slice(0, LONGEST_PATH)
    return { code: issue.code, path, message: issue.message }
  })
}

function parseWith<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = issuesOf(parsed.error, where)
  throw new ApiError(400, 'bad-request', `${issues[0]?.path ?? where}: ${issues[0]?.message ?? 'is not valid'}`, issues)
}

/** Query parameters as texts; one that stands more than once becomes a list. */
function queryOf(url: string): Readonly<Record<string, string | readonly string[]>> {
  const query: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of new URL(url).searchParams) {
    const known = query[name]
    query[name] = known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value]
  }
  return { ...query }
}

async function bodyOf(request: Request, { schema, limitBytes, optional }: RouteBody<unknown>): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  const sent = await readBody(request, limitBytes)
  if (sent.byteLength === 0 && optional === true) return parseWith(schema, {}, 'body')
  // A form or a plain text can be sent from a foreign page without asking; JSON cannot.
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type))
    throw new ApiError(415, 'not-json', 'send the body as content-type application/json')
  let value: unknown
  try {
    const bytes = await decompressAll(sent, request.headers.get('content-encoding'), limitBytes)
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    if (error instanceof DecompressError) throw new ApiError(error.code === 'too-large' ? 413 : 400, error.code, error.message)
    throw new ApiError(400, 'not-json', `the body is not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  return parseWith(schema, value, 'body')
}

function allowed(route: Route, scopes: readonly Scope[]): void {
  if (route.scopes.length === 0 || scopes.includes('admin') || route.scopes.some((scope) => scopes.includes(scope))) return
  if (scopes.length === 0) throw new ApiError(401, 'key-needed', 'this server wants a key: send it in the header x-logitscope-key')
  throw new ApiError(403, 'scope-missing', `this needs a key with the scope ${route.scopes.join(' or ')}`)
}

async function answer(
  route: Route,
  request: Request,
  rawParams: Readonly<Record<string, string>>,
  options: MountOptions,
): Promise<Response> {
  const scopes = options.scopesOf(request)
  allowed(route, scopes)
  const call: Call<unknown, unknown, unknown> = {
    request,
    scopes,
    signal: request.signal,
    query: parseWith(route.query ?? NO_QUERY, queryOf(request.url), 'query'),
    params: route.params === undefined ? {} : parseWith(route.params, rawParams, 'path'),
    body: route.body === undefined ? undefined : await bodyOf(request, route.body),
  }
  const value = await route.handle(call)
  if (value instanceof Response) return value
  return new Response(JSON.stringify(value), {
    status: route.answer.status ?? 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  })
}

/** An application that answers these routes; anything else below `/api` is a problem 404 or 405. */
export function mountRoutes(routes: readonly Route[], options: MountOptions): Hono {
  const app = new Hono()
  for (const route of routes) {
    app.on(route.method.toUpperCase(), route.path.replace(/\{(\w+)\}/g, ':$1'), async (context) => {
      try {
        return await answer(route, context.req.raw, context.req.param(), options)
      } catch (error) {
        const { problem, isOurs } = problemOfError(error)
        if (isOurs) options.onError(error, `${route.method} ${route.path}`)
        return problemResponse(problem)
      }
    })
  }
  const known = routes.map(({ path }) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`))
  app.notFound((context) => {
    const { path } = context.req
    if (known.some((pattern) => pattern.test(path)))
      return problemResponse(problemOf(405, 'method', `${context.req.method} is not possible here`))
    return problemResponse(problemOf(404, 'not-found', 'there is nothing at this address'))
  })
  app.onError((error) => {
    options.onError(error, 'api')
    return problemResponse(problemOf(500, 'internal', 'something went wrong here; the log of the server says what'))
  })
  return app
}
