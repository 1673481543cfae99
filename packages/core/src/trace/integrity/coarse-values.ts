/** Values of very low precision. */
import type { EvidenceIssue, Token } from '../types.ts'
import { createTally } from './tally.ts'

const STEP = 0.25
const ENOUGH_TOKENS = 12
const ENOUGH_OTHERS = 2

/**
 * Values that are all whole steps of a quarter of a nat, most of them exactly 0: computed in a few bits, as LM Studio's MLX engine does, so that
 * what is nearly certain and what is merely likely look the same. At least 12 values, 2 of them not 0; special tokens do not count.
 */
export function findCoarseValues(tokens: readonly Token[]): EvidenceIssue | null {
  const others = createTally('coarse-values')
  let values = 0
  for (let i = 0; i < tokens.length; i++) {
    const { logprob, special } = tokens[i]!
    if (special === true || logprob === null) continue
    if (logprob % STEP !== 0) return null
    values += 1
    if (logprob !== 0) others.add(i)
  }
  if (values < ENOUGH_TOKENS || others.count() < ENOUGH_OTHERS || others.count() * 2 > values) return null
  return { code: 'coarse-values', count: values, detail: `all ${values} values are steps of ${STEP}` }
}
