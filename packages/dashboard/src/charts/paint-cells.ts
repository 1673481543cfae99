import { PALETTE, SPREAD } from './palette.ts'

/** A table from a share in steps of 1/4096 to its colour: one look-up a cell instead of a power. */
const STEPS = 4_096
const TABLE: Uint32Array = Uint32Array.from({ length: STEPS + 1 }, (_, i) => PALETTE[Math.round((i / STEPS) ** SPREAD * 255)] ?? 0)

/**
 * Writes the colours of cells into pixels, one a cell. `shares[column · rows + row]` in [0, 1]; NaN is left transparent. Row 0 is at the
 * bottom of the picture. Cost: one pass, nothing allocated.
 */
export function paintCells(shares: ArrayLike<number>, columns: number, rows: number, pixels: Uint32Array): void {
  if (pixels.length < columns * rows) throw new RangeError(`\`pixels\` needs room for ${columns * rows} cells, got ${pixels.length}`)
  for (let row = 0; row < rows; row++) {
    const line = (rows - 1 - row) * columns
    for (let column = 0; column < columns; column++) {
      const share = shares[column * rows + row]!
      pixels[line + column] = share >= 0 ? TABLE[share >= 1 ? STEPS : (share * STEPS) | 0]! : 0
    }
  }
}
