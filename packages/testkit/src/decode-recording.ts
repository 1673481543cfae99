/** Reading a recording with the decoder of its format, and what must hold of whatever comes back. */
import { ok } from 'node:assert/strict'
import type { DecodeLimits, DecodeResult, Format } from '@logitscope/adapters'
import { brokenPromise } from './trace-check.ts'

/** Feeds the pieces one after the other, as they would come over the wire. */
export function decoded(
  format: Format,
  { request }: { readonly request?: unknown },
  pieces: Iterable<Uint8Array>,
  limits?: Partial<DecodeLimits>,
): DecodeResult {
  const decoder = format.decoder({
    requestId: 'r',
    startedAt: 1_700_000_000_000,
    ...(request === undefined ? {} : { request }),
    ...(limits === undefined ? {} : { limits }),
  })
  for (const piece of pieces) decoder.push(piece)
  return decoder.end()
}

/** Fails where the reader failed, or a trace breaks a promise of its type. */
export function sound(result: DecodeResult, what: string): void {
  for (const issue of result.issues) ok(issue.code !== 'reader-failed', `${what}: ${issue.message}`)
  for (const trace of result.traces) {
    const broken = brokenPromise(trace)
    ok(broken === null, `${what}: ${broken ?? ''} of ${trace.id}`)
  }
}
