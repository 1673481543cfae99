/** Takes the compression off an answer. */
import {
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  gunzipSync,
  inflateSync,
  type Zlib,
} from 'node:zlib'
import type { Transform } from 'node:stream'

const nameOf = (encoding: string | null): string => encoding?.trim().toLowerCase() ?? ''

/** A whole body without its compression; `null` where that is unknown, broken, or more than `limit` bytes. Uncompressed: as it is. */
export function inflateWhole(bytes: Buffer, encoding: string | null, limit: number): Buffer | null {
  const options = { maxOutputLength: limit }
  try {
    switch (nameOf(encoding)) {
      case '':
      case 'identity':
        return bytes
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, options)
      case 'deflate':
        return inflateSync(bytes, options)
      case 'br':
        return brotliDecompressSync(bytes, options)
      default:
        return null
    }
  } catch {
    return null
  }
}

/** For a stream: gives out at once what has arrived. `null` where there is no compression, `undefined` where it is unknown. */
export function inflater(encoding: string | null): (Transform & Zlib) | null | undefined {
  const flush = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH }
  switch (nameOf(encoding)) {
    case '':
    case 'identity':
      return null
    case 'gzip':
    case 'x-gzip':
      return createGunzip(flush)
    case 'deflate':
      return createInflate(flush)
    case 'br':
      return createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH })
    default:
      return undefined
  }
}
