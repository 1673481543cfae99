const Z95 = 1.959963984540054

/**
 * Two-sided 95 % Wilson interval of a share (J. Am. Stat. Assoc. 22, 1927) as [low, share, high]. `n` may be an effective number.
 * n = 0 → [0, NaN, 1].
 *
 * @example
 * wilsonInterval(0.5, 100) // [0.4038315303658956, 0.5, 0.5961684696341044]
 */
export function wilsonInterval(share: number, n: number): readonly [low: number, share: number, high: number] {
  if (!(n > 0)) return [0, NaN, 1]
  const spread = (Z95 * Z95) / n
  const centre = (share + spread / 2) / (1 + spread)
  const half = (Z95 / (1 + spread)) * Math.sqrt((share * (1 - share)) / n + spread / (4 * n))
  return [Math.max(0, Math.min(share, centre - half)), share, Math.min(1, Math.max(share, centre + half))]
}
