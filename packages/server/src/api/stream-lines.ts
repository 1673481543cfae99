/** Lines or pieces as bytes; the next is made when the client has taken the last. An error cuts the stream, so that a half export is not taken for a whole one. */
export function streamOf(lines: AsyncGenerator<string | Uint8Array, void, undefined>, stop: AbortController): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done === true) controller.close()
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
    },
    async cancel() {
      stop.abort()
      await lines.return(undefined)
    },
  })
}
