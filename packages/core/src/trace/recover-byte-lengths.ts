import type { Alignment } from './alignment/index.ts'
import type { TraceColumns } from './columns.ts'

/**
 * Fills in the byte lengths that tokens alone do not tell (−1: the provider wrote U+FFFD for lost bytes), from where the tokens lie in the text.
 * Without this one such token leaves an answer without bits per byte. Tokens that could not be placed keep −1.
 */
export function recoverByteLengths(columns: TraceColumns, alignment: Pick<Alignment, 'bytes' | 'recoveredBytes'>): void {
  const { count, byteLength, position } = columns
  for (let row = 0; row < count; row++) {
    if (byteLength[row]! >= 0) continue
    const recovered = alignment.recoveredBytes(position[row]!)
    const range = recovered === null ? alignment.bytes(position[row]!) : null
    if (recovered !== null) byteLength[row] = recovered.length
    else if (range !== null) byteLength[row] = range.end - range.start
  }
}
