import type { Problem } from '@logitscope/core'
import { StoreError, type StoreErrorCode } from '@logitscope/store'
import { STATUS_CODES } from 'node:http'

export type ProblemIssue = NonNullable<Problem['issues']>[number]

/** An error that the API answers with; thrown by handlers, written as `application/problem+json`. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly issues: readonly ProblemIssue[]

  constructor(status: number, code: string, detail: string, issues: readonly ProblemIssue[] = []) {
    super(detail)
    this.status = status
    this.code = code
    this.issues = issues
  }
}

export function problemOf(status: number, code: string, detail: string, issues: readonly ProblemIssue[] = []): Problem {
  return {
    type: `urn:logitscope:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(issues.length === 0 ? {} : { issues }),
  }
}

export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

const STATUS_OF: Readonly<Record<StoreErrorCode, number>> = {
  deadline: 504,
  aborted: 499,
  busy: 503,
  locked: 503,
  'read-only': 503,
  'disk-full': 507,
  corrupt: 503,
  'newer-schema': 503,
  unavailable: 503,
  'bad-cursor': 400,
  'bad-request': 400,
}

/** What an error of a handler is for the client. What nobody foresaw says nothing of the inside. */
export function problemOfError(error: unknown): { readonly problem: Problem; readonly isOurs: boolean } {
  if (error instanceof ApiError) return { problem: problemOf(error.status, error.code, error.message, error.issues), isOurs: false }
  if (StoreError.isInstance(error)) return { problem: problemOf(STATUS_OF[error.code], error.code, error.message), isOurs: false }
  return { problem: problemOf(500, 'internal', 'something went wrong here; the log of the server says what'), isOurs: true }
}
