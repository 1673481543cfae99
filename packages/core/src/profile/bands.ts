import type { Band } from './types.ts'

/** Index of the band that holds the value, or −1 for NaN or an empty list. Bands reach from the previous band's end to `below`, exclusive. */
export function bandIndex(bands: readonly Band[], value: number): number {
  if (Number.isNaN(value)) return -1
  return bands.findIndex((band) => band.below === null || value < band.below)
}

/** Name of the band that holds the value, or `null` for NaN. */
export function bandOf(bands: readonly Band[], value: number): string | null {
  return bands[bandIndex(bands, value)]?.name ?? null
}
