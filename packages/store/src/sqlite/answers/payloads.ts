import type { Connection } from '../connection.ts'

// Pieces of a payload fill the pages of the file better than whole payloads, of which two or three would go on a page.
const PIECE_BYTES = 1_600
const PIECES = 256

/** Stores the bytes of an answer. */
export function writePayload(connection: Connection, seq: number, bytes: Uint8Array): void {
  const size = Math.max(PIECE_BYTES, Math.ceil(bytes.length / PIECES))
  for (let piece = 0, at = 0; at < bytes.length; piece++, at += size) {
    connection.run('INSERT INTO payloads VALUES (?, ?)', seq * PIECES + piece, bytes.subarray(at, at + size))
  }
}

/** The bytes of an answer; empty where there are none. */
export function readPayload(connection: Connection, seq: number): Uint8Array {
  const pieces = connection.all<{ bytes: Uint8Array }>(
    'SELECT bytes FROM payloads WHERE key >= ? AND key < ? ORDER BY key',
    seq * PIECES,
    (seq + 1) * PIECES,
  )
  return pieces.length === 1 ? pieces[0]!.bytes : new Uint8Array(Buffer.concat(pieces.map(({ bytes }) => bytes)))
}

export function deletePayload(connection: Connection, seq: number): void {
  connection.run('DELETE FROM payloads WHERE key >= ? AND key < ?', seq * PIECES, (seq + 1) * PIECES)
}
