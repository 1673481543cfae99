/**
 * p-values adjusted by Holm (Scand. J. Stat. 6, 1979), in the order given: an adjusted one at most α means a finding, and the chance of any false
 * one among all is at most α whatever they depend on. NaN counts as 1.
 *
 * @example
 * holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((value, i) => ({ p: Number.isNaN(value) ? 1 : value, i })).sort((a, b) => a.p - b.p)
  const adjusted = new Array<number>(values.length).fill(1)
  let largest = 0
  order.forEach(({ p, i }, rank) => {
    largest = Math.max(largest, Math.min(1, (values.length - rank) * p))
    adjusted[i] = largest
  })
  return adjusted
}
