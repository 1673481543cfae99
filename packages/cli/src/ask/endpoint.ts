import { errorIn, parseJson } from '@logitscope/adapters'
import { UsageError } from '../usage-error.ts'

/** Where a question goes: the base URL that an OpenAI client would take, and how to get in. */
export interface Endpoint {
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
}

/** What a failed request was about, in words; never with the key. */
function failureWords(error: unknown, baseUrl: string): string {
  const cause = (error as { readonly cause?: { readonly code?: string; readonly message?: string } }).cause
  if (cause?.code === 'ECONNREFUSED') return `nobody answers at ${baseUrl}: start logitscope there, or name the server with --upstream`
  return `${baseUrl} cannot be reached: ${cause?.message ?? (error as Error).message}`
}

/** Sends a request; what goes wrong before there is an answer, or an answer that is an error, ends in a `UsageError` with plain words. */
export async function request(endpoint: Endpoint, path: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(`${endpoint.baseUrl}${path}`, { ...init, headers: { 'content-type': 'application/json', ...endpoint.headers } })
  } catch (error) {
    throw new UsageError(failureWords(error, endpoint.baseUrl))
  }
  if (response.ok) return response
  const text = (await response.text()).slice(0, 2_000)
  const parsed = parseJson(text)
  const said = parsed.ok ? errorIn(parsed.value) : null
  throw new UsageError(`${endpoint.baseUrl}${path} answered ${response.status}: ${said?.message ?? (text.trim() || response.statusText)}`)
}

/** The first model that the server names. */
export async function firstModel(endpoint: Endpoint): Promise<string> {
  const response = await request(endpoint, '/models', { method: 'GET' })
  const body = (await response.json().catch(() => null)) as { readonly data?: readonly { readonly id?: unknown }[] } | null
  const id = body?.data?.[0]?.id
  if (typeof id !== 'string') throw new UsageError(`${endpoint.baseUrl}/models names no model: say which with --model`)
  return id
}
