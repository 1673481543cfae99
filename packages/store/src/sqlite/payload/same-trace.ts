import type { Trace } from '@logitscope/core'
import { createByteWriter, written } from './byte-writer.ts'
import { writeTrace } from './trace-payload.ts'

function bytesOf(trace: Trace): Buffer {
  const soft = createByteWriter()
  const hard = createByteWriter()
  writeTrace({ soft, hard }, trace)
  return Buffer.concat([written(soft), written(hard)])
}

/** Whether two traces are stored as the same bytes: equal but for `receivedAt`. */
export function isSameTrace(a: Trace, b: Trace): boolean {
  return bytesOf(a).equals(bytesOf(b))
}
