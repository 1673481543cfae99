/** One way to talk to the API: JSON in, JSON out, errors as data. */
import type { Problem } from '@logitscope/core'

export type Failure =
  /** The server could not be reached. */
  | { readonly kind: 'offline' }
  /** A key is wanted, or the one given may not do this. */
  | { readonly kind: 'locked'; readonly status: 401 | 403 }
  | { readonly kind: 'missing' }
  | { readonly kind: 'problem'; readonly status: number; readonly detail: string }

export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

interface Options {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

async function problemOf(response: Response): Promise<Failure> {
  if (response.status === 401 || response.status === 403) return { kind: 'locked', status: response.status }
  if (response.status === 404) return { kind: 'missing' }
  if (response.status === 502 || response.status === 503 || response.status === 504) {
    const text = await response.text()
    if (!text.startsWith('{')) return { kind: 'offline' }
    return { kind: 'problem', status: response.status, detail: (JSON.parse(text) as Partial<Problem>).detail ?? '' }
  }
  try {
    const problem = (await response.json()) as Partial<Problem>
    return { kind: 'problem', status: response.status, detail: problem.detail ?? problem.title ?? '' }
  } catch {
    return { kind: 'problem', status: response.status, detail: response.statusText }
  }
}

/** Asks the API (`path` begins with `/`, without `/api`). Rejects only when `signal` aborts. */
export async function ask<T>(path: string, options: Options = {}): Promise<Answered<T>> {
  try {
    const response = await fetch(`/api${path}`, {
      method: options.method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    if (!response.ok) return { ok: false, failure: await problemOf(response) }
    return { ok: true, value: (response.status === 204 ? null : await response.json()) as T }
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    return { ok: false, failure: { kind: 'offline' } }
  }
}

/** A path with parameters, those without a value left out. */
export function withQuery(
  path: string,
  ...parts: readonly (Iterable<readonly [string, string]> | Readonly<Record<string, string | number | undefined>>)[]
): string {
  const query = new URLSearchParams()
  for (const part of parts) {
    const pairs = Symbol.iterator in part ? part : Object.entries(part)
    for (const [name, value] of pairs) if (value !== undefined) query.append(name, String(value))
  }
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}
