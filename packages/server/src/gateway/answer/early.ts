import type { ServerResponse } from 'node:http'

/** 103 with its links; 102 as a sign of life. What Node refuses to write is left out: it is only a hint. */
export function sendEarly(response: ServerResponse, status: number, headers: readonly string[]): void {
  try {
    if (status === 102) response.writeProcessing()
    else if (status === 103) {
      const hints: Record<string, string | string[]> = {}
      for (let i = 0; i + 1 < headers.length; i += 2) {
        const name = headers[i]!.toLowerCase()
        const before = hints[name]
        hints[name] = before === undefined ? headers[i + 1]! : [before, headers[i + 1]!].flat()
      }
      response.writeEarlyHints(hints)
    }
  } catch {
    // The answer itself follows.
  }
}
