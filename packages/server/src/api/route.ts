import type { Scope } from '@logitscope/store'
import type { z } from 'zod'

export type Method = 'get' | 'post' | 'put' | 'delete'

/** What a handler is given: the query and the path parameters validated, the body as bytes to be read with a bound. */
export interface Call<Query, Params, Body> {
  readonly request: Request
  readonly query: Query
  readonly params: Params
  readonly body: Body
  readonly signal: AbortSignal
  readonly scopes: readonly Scope[]
}

export interface RouteBody<Body> {
  readonly schema: z.ZodType<Body>
  /** Longest body, bytes. */
  readonly limitBytes: number
  /** The body may be left out. */
  readonly optional?: true
}

/** A body that the handler reads by itself. */
export interface RawBody {
  readonly mediaTypes: readonly string[]
  readonly description: string
}

/** One operation of the API, as data: the server is made from it, and so is the OpenAPI document. */
export interface Route<Query = unknown, Params = unknown, Body = unknown> {
  readonly method: Method
  /** With parameters in braces: `/api/traces/{id}`. */
  readonly path: string
  readonly summary: string
  /** A key with one of these scopes is needed where keys are needed; empty: open to all. */
  readonly scopes: readonly Scope[]
  readonly query?: z.ZodType<Query>
  readonly params?: z.ZodType<Params>
  readonly body?: RouteBody<Body>
  readonly rawBody?: RawBody
  readonly answer: {
    /** Absent: the answer is no JSON. */
    readonly schema?: z.ZodType
    readonly mediaTypes?: readonly string[]
    readonly status?: number
    readonly description: string
  }
  /** Gives the value to answer with, or the whole answer. */
  readonly handle: (call: Call<Query, Params, Body>) => unknown
}

/** Keeps the types of query, parameters and body between schema and handler, and forgets them in the list of routes. */
export function route<Query = unknown, Params = unknown, Body = unknown>(definition: Route<Query, Params, Body>): Route {
  return definition as unknown as Route
}
