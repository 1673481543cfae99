/** Thrown to unwind when nobody reads the output any more (`| head`): not an error. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed'
}

/** Text output that waits for a slow reader and notices one that went away. */
export interface Writer {
  /** Resolves when more may be written. */
  write: (text: string) => Promise<void>
  /** Whether something was written that the system does not have yet. */
  isPending: () => boolean
  /** Hands everything to the system. */
  flush: () => Promise<void>
}

/** What is needed of a stream. */
export interface TextStream {
  write: (text: string, done: (error?: Error | null) => void) => boolean
  on: (event: 'error', listener: (error: Error) => void) => unknown
}

const ENOUGH = 64 * 1024

/** A writer that gathers small pieces into blocks. After EPIPE every call throws `OutputClosed`; other errors are thrown as they are. */
export function createWriter(stream: TextStream): Writer {
  let held: string[] = []
  let size = 0
  let failure: Error | null = null
  const fail = (error: Error): void => {
    const { code } = error as NodeJS.ErrnoException
    failure ??= code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' ? new OutputClosed('the reader of the output went away') : error
  }
  stream.on('error', fail)

  async function flush(): Promise<void> {
    if (failure !== null) throw failure
    if (size === 0) return
    const block = held.join('')
    held = []
    size = 0
    await new Promise<void>((resolve) => {
      stream.write(block, (error) => {
        if (error !== undefined && error !== null) fail(error)
        resolve()
      })
    })
    // The callback above may have set it.
    if (failure as Error | null) throw failure as unknown as Error
  }

  return {
    async write(text) {
      if (failure !== null) throw failure
      held.push(text)
      size += text.length
      if (size >= ENOUGH) await flush()
    },
    isPending: () => size > 0,
    flush,
  }
}
