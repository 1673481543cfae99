import type { CaptureRecord } from './contract.ts'

/** A capture on its way to the worker: one buffer, handed over and not copied again, and where each body lies in it. */
export interface PackedRecord {
  readonly seq: number
  readonly facts: Omit<CaptureRecord, 'requestBody' | 'responseBody'>
  /** `null`: there is no request body. */
  readonly requestBytes: number | null
  readonly pieceBytes: readonly number[]
  readonly bytes: ArrayBuffer
  readonly wantsVerdict: boolean
}

/** What a capture weighs while it waits: its bodies, and a little for the rest. */
export function weightOf(record: CaptureRecord): number {
  let total = 1024 + (record.requestBody?.byteLength ?? 0)
  for (const piece of record.responseBody) total += piece.byteLength
  return total
}

/** Copies the bodies once: they may be slices of buffers that belong to sockets, which must not be handed to another thread. */
export function packRecord(record: CaptureRecord, seq: number, wantsVerdict: boolean): PackedRecord {
  const { requestBody, responseBody, ...facts } = record
  const size = responseBody.reduce((sum, piece) => sum + piece.byteLength, requestBody?.byteLength ?? 0)
  const bytes = new ArrayBuffer(size)
  const view = new Uint8Array(bytes)
  if (requestBody !== null) view.set(requestBody, 0)
  let at = requestBody?.byteLength ?? 0
  for (const piece of responseBody) {
    view.set(piece, at)
    at += piece.byteLength
  }
  return {
    seq,
    facts,
    requestBytes: requestBody?.byteLength ?? null,
    pieceBytes: responseBody.map((piece) => piece.byteLength),
    bytes,
    wantsVerdict,
  }
}

/** The capture again, its bodies as views of the one buffer. */
export function unpackRecord({ facts, requestBytes, pieceBytes, bytes }: PackedRecord): CaptureRecord {
  let at = requestBytes ?? 0
  const responseBody = pieceBytes.map((length) => {
    const piece = new Uint8Array(bytes, at, length)
    at += length
    return piece
  })
  return { ...facts, requestBody: requestBytes === null ? null : new Uint8Array(bytes, 0, requestBytes), responseBody }
}
