/** What stands for every value beyond the bound. */
export const OTHER = '__other__'

/** Lets through the first so many distinct values and calls the rest `__other__`: a label that callers can set must not grow without end. */
export function createBoundedLabel(most: number): (value: string) => string {
  const known = new Set<string>()
  return (value) => {
    if (known.has(value)) return value
    if (known.size >= most) return OTHER
    known.add(value)
    return value
  }
}
