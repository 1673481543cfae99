/** Writes messages of Amazon's binary event stream, as Bedrock and SageMaker send them. */
import { crc32 } from 'node:zlib'

/** One message with text headers and a JSON payload. Layout: smithy.io, "Amazon Event Stream Specification". */
export function amazonMessage(headers: Readonly<Record<string, string>>, payload: unknown): Uint8Array {
  const fields = Object.entries(headers).map(([name, value]) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(Buffer.byteLength(value))
    return Buffer.concat([Buffer.of(Buffer.byteLength(name)), Buffer.from(name), Buffer.of(7), length, Buffer.from(value)])
  })
  const head = Buffer.concat(fields)
  const body = Buffer.from(JSON.stringify(payload))
  const prelude = Buffer.alloc(12)
  prelude.writeUInt32BE(16 + head.length + body.length, 0)
  prelude.writeUInt32BE(head.length, 4)
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8)
  const message = Buffer.concat([prelude, head, body, Buffer.alloc(4)])
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4)
  return new Uint8Array(message)
}
