import { createGunzip } from 'node:zlib'

/** Compressed data that end in the middle or are damaged; what could be read before it was handed out. */
export class GzipError extends Error {
  override readonly name = 'GzipError'
}

function wordsOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return 'the compressed data end in the middle: the file was cut off'
  return `the compressed data are damaged (${message})`
}

/**
 * Decompresses gzip, members behind one another included. Everything before a cut-off end is handed out first, then `GzipError` is thrown.
 * Holds a few blocks at a time: a slow reader stops the source.
 */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const inflate = createGunzip()
  const closed = new Promise<void>((resolve) => inflate.once('close', resolve))
  let taken = (): void => undefined
  let sourceFailure: { readonly error: unknown } | null = null
  // Ending the input raises the error of a cut-off stream, which throws away what nobody has taken yet: wait until all is taken.
  const allTaken = async (): Promise<void> => {
    while (inflate.readableLength > 0 && !inflate.destroyed) await new Promise<void>((resolve) => (taken = resolve))
  }
  const pump = async (): Promise<void> => {
    try {
      for await (const chunk of source) {
        if (inflate.destroyed) return
        // Damaged data close the stream without calling back.
        await Promise.race([closed, new Promise<void>((resolve) => inflate.write(chunk, () => resolve()))])
      }
      await allTaken()
      inflate.end()
    } catch (error) {
      await allTaken()
      sourceFailure = { error }
      inflate.destroy()
    }
  }
  const pumping = pump()
  try {
    for await (const block of inflate) {
      yield block as Uint8Array
      taken()
    }
  } catch (error) {
    const failure = sourceFailure as { readonly error: unknown } | null
    throw failure === null ? new GzipError(wordsOf(error)) : failure.error
  } finally {
    inflate.destroy()
    taken()
    await pumping
  }
}
