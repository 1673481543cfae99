export interface StreamOptions {
  /** Aborted where the client leaves or stops reading. */
  readonly stop: AbortController
  /** How long the client may take nothing, ms; then the stream is cut. */
  readonly stalledMs?: number
  /** Called once or more when the stream is over, however it ended, and nothing is made for it any more. */
  readonly onOver?: () => void
}

const STALLED_MS = 60_000

/** Lines or pieces as bytes; the next is made when the client has taken the last. An error cuts the stream, so that a half export is not taken for a whole one. */
export function streamOf(
  lines: AsyncGenerator<string | Uint8Array, void, undefined>,
  { stop, stalledMs = STALLED_MS, onOver }: StreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let timer: NodeJS.Timeout | undefined

  async function end(): Promise<void> {
    clearTimeout(timer)
    stop.abort()
    try {
      await lines.return(undefined)
    } finally {
      onOver?.()
    }
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(timer)
      try {
        const { done, value } = await lines.next()
        if (stop.signal.aborted) return
        if (done === true) {
          onOver?.()
          controller.close()
          return
        }
        controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
        timer = setTimeout(() => {
          controller.error(new Error('the client takes nothing any more'))
          end().catch(() => undefined)
        }, stalledMs)
        timer.unref()
      } catch (error) {
        onOver?.()
        throw error
      }
    },
    cancel: end,
  })
}
