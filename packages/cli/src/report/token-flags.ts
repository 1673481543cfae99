import { thresholdsFor, type Analysis, type Detection, type Profile, type Trace } from '@logitscope/core'

/** Short words for what is notable at a token, in the order in which they are shown. */
export const FLAG_WORDS = {
  'no-value': 'unknown',
  low: 'low',
  off: 'off',
  'sudden-drop': 'drop',
  'sustained-low': 'stretch',
  repetition: 'loop',
  'glitch-token': 'glitch',
  hotspot: 'hot',
  entity: 'entity',
  field: 'field',
  special: 'special',
  reasoning: 'reasoning',
} as const

/** What the short words mean. */
export const FLAG_MEANINGS: Readonly<Record<keyof typeof FLAG_WORDS, string>> = {
  'no-value': 'no usable value came back',
  low: "below the profile's threshold",
  off: 'not the most probable choice',
  'sudden-drop': 'confidence falls sharply',
  'sustained-low': 'part of a low stretch',
  repetition: 'part of a loop',
  'glitch-token': 'does not belong in running text',
  hotspot: 'hotspot: the model was undecided',
  entity: 'part of a name, number, date, quantity or quotation',
  field: 'value of a JSON field',
  special: 'template token, in no metric',
  reasoning: 'reasoning, in no metric',
}

export type Flag = keyof typeof FLAG_WORDS

const ORDER = Object.keys(FLAG_WORDS) as readonly Flag[]

const isFlag = (kind: string): kind is Flag => Object.hasOwn(FLAG_WORDS, kind)

/** Which detections touch which token: a list of kinds per token. */
function kindsPerToken(tokens: number, detections: readonly Detection[]): readonly ReadonlySet<Flag>[] {
  const kinds: Set<Flag>[] = Array.from({ length: tokens }, () => new Set<Flag>())
  for (const { kind, tokens: range } of detections) {
    if (!isFlag(kind)) continue
    for (let i = Math.max(0, range[0]); i < Math.min(tokens, range[1]); i++) kinds[i]?.add(kind)
  }
  return kinds
}

/** What is notable at each token of an answer. */
export function tokenFlags(trace: Trace, analysis: Analysis, profile: Profile): readonly (readonly Flag[])[] {
  const { lowTokenLogprob } = thresholdsFor(profile, analysis.language.tag)
  const kinds = kindsPerToken(trace.tokens.length, analysis.detections)
  return trace.tokens.map((token, i) => {
    if (token.special === true) return ['special']
    const found = new Set<Flag>(kinds[i])
    if (token.part === 'reasoning') found.add('reasoning')
    else {
      const logprob = analysis.perToken.logprob[i] ?? null
      if (logprob === null) found.add('no-value')
      const bound = logprob ?? token.ceiling
      if (bound !== undefined && bound < lowTokenLogprob) found.add('low')
      const rank = analysis.perToken.rank[i] ?? null
      const best = token.alternatives[0]?.logprob
      const hidden = logprob === null && best !== undefined && token.ceiling !== undefined && token.ceiling < best
      if (hidden || (rank !== null && rank > 1)) found.add('off')
    }
    return ORDER.filter((flag) => found.has(flag))
  })
}
