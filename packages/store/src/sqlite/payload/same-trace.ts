import type { Trace } from '@logitscope/core'
import { createByteWriter, written } from './byte-writer.ts'
import { writeTrace } from './trace-payload.ts'

function bytesOf(trace: Trace): Buffer {
  const soft = createByteWriter()
  const hard = createByteWriter()
  writeTrace({ soft, hard }, trace)
  return Buffer.concat([written(soft), written(hard)])
}

/**
 * Whether two traces are stored as the same bytes: equal but for `receivedAt`.
 * @param imported `startedAt` does not count either: a record without a time gets that of its import, which differs when it is imported again.
 */
export function isSameTrace(a: Trace, b: Trace, { imported }: { readonly imported: boolean }): boolean {
  return bytesOf(a).equals(bytesOf(imported ? { ...b, startedAt: a.startedAt } : b))
}
