import { ApiError } from './problem.ts'

/** How long a client may take to send a body, ms. */
const BODY_DEADLINE_MS = 60_000

/** The body of a request in one piece. Too large: 413; too slow: 408; broken off: 400. */
export async function readBody(request: Request, limitBytes: number, deadlineMs: number = BODY_DEADLINE_MS): Promise<Uint8Array> {
  const announced = Number(request.headers.get('content-length') ?? '0')
  if (announced > limitBytes) throw tooLarge(limitBytes)
  if (request.body === null) return new Uint8Array(0)
  const reader = (request.body as ReadableStream<Uint8Array>).getReader()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ApiError(408, 'too-slow', `the body was not complete after ${deadlineMs / 1000} seconds`)),
      deadlineMs,
    )
  })
  const blocks: Uint8Array[] = []
  let total = 0
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late])
      if (done) break
      total += value.byteLength
      if (total > limitBytes) throw tooLarge(limitBytes)
      blocks.push(value)
    }
  } catch (error) {
    reader.cancel().catch(() => undefined)
    if (error instanceof ApiError) throw error
    throw new ApiError(400, 'body-cut', 'the body broke off before its end')
  } finally {
    clearTimeout(timer)
  }
  return blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)
}

function tooLarge(limitBytes: number): ApiError {
  return new ApiError(413, 'too-large', `the body is larger than ${limitBytes} bytes`)
}
