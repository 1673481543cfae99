/** How many classes of colour a probability falls into. */
export const PROBABILITY_CLASSES = 10

/**
 * The class of a probability for colouring: 0 (below 10 %) to 9 (90 % and more), equal steps, so that the legend can be read as a scale.
 * `null` for an unknown one (`null`, NaN); values outside 0 to 1 go to the nearest class.
 */
export function probabilityClass(probability: number | null): number | null {
  if (probability === null || Number.isNaN(probability)) return null
  return Math.min(PROBABILITY_CLASSES - 1, Math.max(0, Math.floor(probability * PROBABILITY_CLASSES)))
}
