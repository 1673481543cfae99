import { isAnswerToken } from './columns.ts'
import type { Trace } from './types.ts'

/** How far the reported logprobs may be from those of the model. Read off the numbers themselves, because no provider says. */
export interface Precision {
  /** Each logprob may be off by this much either way, nats. */
  readonly roundingNats: number
  /** … and by this share of itself either way. */
  readonly roundingRelative: number
  /**
   * All probabilities may be too large by this share: the engine that added up the exponentials in single precision lost the smallest of them.
   * One-sided: adding positive numbers one after another only ever loses.
   */
  readonly lostMass: number
}

const EXACT: Precision = { roundingNats: 0, roundingRelative: 0, lostMass: 0 }

/**
 * What a float32 softmax may lose. Terms below 2^−25 of the running sum vanish; 36 whole-vocabulary lists of a llama-server (49,152 tokens)
 * added up to 1 + 1e-6 … 1 + 2.7e-4, each time to within 4e-5 by the mass of its tokens below 2^−25.
 */
const FLOAT32_LOST_MASS = 3e-4
/** A float32 log-softmax whose sum is kept in blocks: log2(2^18 tokens) roundings of 2^−24. */
const FLOAT32_NATS = 18 * 2 ** -24
const FLOAT32_RELATIVE = 2 ** -24

const MOST_DECIMALS = 6
const SURE_DECIMALS = 4
/** Fewer decimals, and the half-precision grids, are believed only on the evidence of many values. */
const MANY_VALUES = 20
const TO_LOOK_AT = 128

const values = new Float64Array(TO_LOOK_AT)
const bits = new Uint32Array(1)
const float = new Float32Array(bits.buffer)

/** Copies the first values that say something about precision (finite, below 0) into the scratch array; how many there are. */
function gather(trace: Pick<Trace, 'tokens'>): number {
  let count = 0
  for (const token of trace.tokens) {
    if (!isAnswerToken(token)) continue
    if (token.logprob !== null && token.logprob < 0 && token.logprob > -745) values[count++] = token.logprob
    for (let i = 0; i < token.alternatives.length && count < TO_LOOK_AT; i++) {
      const { logprob } = token.alternatives[i]!
      if (logprob < 0 && logprob > -745) values[count++] = logprob
    }
    if (count >= TO_LOOK_AT) return count
  }
  return count
}

/** The fewest decimals that write every value, or 7 where six do not. */
function decimalsOf(count: number): number {
  let decimals = 0
  let scale = 1
  for (let i = 0; i < count; i++) {
    for (;;) {
      const scaled = values[i]! * scale
      if (Math.abs(scaled - Math.round(scaled)) <= 1e-9 + 1e-15 * Math.abs(scaled)) break
      decimals += 1
      scale *= 10
      if (decimals > MOST_DECIMALS) return decimals
    }
  }
  return decimals
}

/** Significand bits of the coarsest binary format that holds every value: 8 (bfloat16), 11 (half), 24 (single), else 53. */
function significandBits(count: number): number {
  let used = 0
  for (let i = 0; i < count; i++) {
    float[0] = values[i]!
    // Nine digits write any float32: the value came through a shortest decimal form.
    if (float[0] !== values[i] && Number(values[i]!.toPrecision(9)) !== values[i]) return 53
    used |= float[0] === values[i] ? bits[0]! : 1
  }
  return (used & 0xffff) === 0 ? 8 : (used & 0x1fff) === 0 ? 11 : 24
}

/**
 * How precise a trace's logprobs are, judged by the grid that the first 128 of them lie on.
 *
 * Why: an interval that must hold the truth has to know what the provider rounded away. Six-decimal logprobs fix the unlisted mass only to
 * about 5e-7, and most engines add up their softmax in single precision.
 * - Four to six decimals: rounded to that grid (from two values on). Two or three decimals: only from twenty values on, so that a handful of
 *   hand-written values stays exact; none or one decimal is always exact.
 * - 8 or 11 significant bits (bfloat16, half): a relative rounding; from twenty values on.
 * - single precision, also where written with up to nine digits: `FLOAT32_NATS` and a relative 2^−24.
 * - anything else is a double, taken as exact.
 * Whatever looks like an engine's output carries `FLOAT32_LOST_MASS` too. No value below 0: exact.
 */
export function precisionOf(trace: Pick<Trace, 'tokens'>): Precision {
  const count = gather(trace)
  if (count === 0) return EXACT
  const decimals = decimalsOf(count)
  if (decimals <= MOST_DECIMALS) {
    const isRounded = decimals >= SURE_DECIMALS ? count >= 2 : decimals >= 2 && count >= MANY_VALUES
    return isRounded ? { roundingNats: 0.5 * 10 ** -decimals, roundingRelative: 0, lostMass: FLOAT32_LOST_MASS } : EXACT
  }
  const significand = significandBits(count)
  if (significand === 53) return EXACT
  const isHalf = significand < 24 && count >= MANY_VALUES
  return {
    roundingNats: FLOAT32_NATS,
    roundingRelative: isHalf ? 2 ** -(significand + 1) : FLOAT32_RELATIVE,
    lostMass: FLOAT32_LOST_MASS,
  }
}
