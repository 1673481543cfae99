/** Random answers whose lists are true: each is the top of a distribution over the whole vocabulary. */
import fc from 'fast-check'
import type { TokenInput } from './make-answer.ts'

export const VOCABULARY = 40

/** How a token shows itself. */
export type TokenKind = 'listed' | 'unlisted' | 'selected' | 'censored-in-list' | 'censored-alone' | 'missing'

export interface TokenPlan {
  readonly kind: TokenKind
  /** Log-probabilities of the whole vocabulary, descending. */
  readonly distribution: readonly number[]
  readonly k: number
  /** Index of the chosen token in the distribution. */
  readonly chosen: number
}

const anyPlan: fc.Arbitrary<TokenPlan> = fc
  .record({
    kind: fc.constantFrom<TokenKind>('listed', 'listed', 'listed', 'unlisted', 'selected', 'censored-in-list', 'censored-alone', 'missing'),
    weights: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: VOCABULARY, maxLength: VOCABULARY }),
    tilt: fc.double({ min: 0, max: 30, noNaN: true }),
    k: fc.integer({ min: 1, max: 6 }),
    draw: fc.nat(),
  })
  .map(({ kind, weights, tilt, k, draw }) => {
    const raised = weights.map((weight) => tilt * Math.log(weight + 1e-6)).sort((a, b) => b - a)
    const total = Math.log(raised.reduce((sum, weight) => sum + Math.exp(weight), 0))
    const chosen =
      kind === 'listed' ? draw % k : kind === 'unlisted' || kind === 'censored-in-list' ? k + (draw % (VOCABULARY - k)) : draw % VOCABULARY
    return { kind, distribution: raised.map((weight) => Math.min(0, weight - total)), k, chosen }
  })

export const anyPlans: fc.Arbitrary<TokenPlan[]> = fc.array(anyPlan, { minLength: 1, maxLength: 25 })

/** The token of a plan; a censored one gets the ceiling that its list gives, or one above its own value. */
export function tokenOf({ kind, distribution, k, chosen }: TokenPlan): TokenInput {
  const list = distribution.slice(0, k).map((logprob, i) => [`v${i}`, logprob] as const)
  const text = `v${chosen}`
  switch (kind) {
    case 'listed':
    case 'unlisted':
      return { text, logprob: distribution[chosen]!, list }
    case 'selected':
      return { text, logprob: distribution[chosen]! }
    case 'censored-in-list':
      return { text, logprob: null, ceiling: distribution[k - 1]!, list }
    case 'censored-alone':
      return { text, logprob: null, ceiling: distribution[chosen]! / 2 }
    case 'missing':
      return { text, logprob: null }
  }
}
