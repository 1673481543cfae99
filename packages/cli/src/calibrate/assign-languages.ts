/** One answer's language as far as it is known by itself. */
export interface SeenLanguage {
  /** What answers share whose language is found together: file, model and template. */
  readonly batch: string
  /** Said by the record or the caller. */
  readonly given: string | null
  /** Found in question and answer; `null` where nothing was found. */
  readonly detected: string | null
}

/** From this share of the detected ones on, a batch is taken to be in one language: the others are names and misreadings. */
const ONE_LANGUAGE = 0.9
const UNDETERMINED = 'und'

/**
 * A language for each answer. Short answers, names above all, are too little to find a language in; where nearly all answers of a batch that tell
 * are in one language, the batch is. Where they are not, each has its own, or `und`.
 */
export function assignLanguages(seen: readonly SeenLanguage[]): readonly string[] {
  const counts = new Map<string, Map<string, number>>()
  for (const { batch, given, detected } of seen) {
    if (given !== null || detected === null) continue
    const own = counts.get(batch) ?? new Map<string, number>()
    counts.set(batch, own.set(detected, (own.get(detected) ?? 0) + 1))
  }
  const only = new Map<string, string>()
  for (const [batch, own] of counts) {
    const [top] = [...own].sort((a, b) => b[1] - a[1])
    const total = [...own.values()].reduce((sum, count) => sum + count, 0)
    if (top !== undefined && top[1] >= ONE_LANGUAGE * total) only.set(batch, top[0])
  }
  return seen.map(({ batch, given, detected }) => given ?? only.get(batch) ?? detected ?? UNDETERMINED)
}
