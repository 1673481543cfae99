/** Viridis, the perceptually even scale that reads with every kind of colour vision and in grey (Smith and van der Walt, 2015). */
const STOPS: readonly (readonly [r: number, g: number, b: number])[] = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [109, 205, 89],
  [180, 222, 44],
  [253, 231, 37],
]

/** Shares are spread by this power before they are coloured: most cells hold little, and little must still be told from nothing. */
export const SPREAD = 0.4

/** 256 colours as the bytes of a canvas, alpha included (little-endian ABGR). */
export const PALETTE: Uint32Array = Uint32Array.from({ length: 256 }, (_, i) => {
  const at = (i / 255) * (STOPS.length - 1)
  const index = Math.min(STOPS.length - 2, Math.floor(at))
  const [a, b] = [STOPS[index], STOPS[index + 1]]
  const mix = (channel: 0 | 1 | 2): number => Math.round((a?.[channel] ?? 0) + ((b?.[channel] ?? 0) - (a?.[channel] ?? 0)) * (at - index))
  return ((255 << 24) | (mix(2) << 16) | (mix(1) << 8) | mix(0)) >>> 0
})

/** Index into the palette of a share in [0, 1]. */
export function paletteIndex(share: number): number {
  return Math.max(0, Math.min(255, Math.round(share ** SPREAD * 255)))
}
