/** What kind of error it is. Its text may hold what must not be logged: a query, a body. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'error'
}
