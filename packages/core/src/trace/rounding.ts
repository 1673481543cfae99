import type { Trace } from './types.ts'

/** Decimals that a provider may have rounded to; fewer than four are believed only on the evidence of many values. */
const DECIMALS = [2, 3, 4, 5, 6] as const
const FEW_DECIMALS_NEED = 20
const TO_LOOK_AT = 400

/** Whether every value lies on the grid of multiples of 10^−decimals. */
function onGrid(values: readonly number[], decimals: number): boolean {
  const scale = 10 ** decimals
  return values.every((value) => Math.abs(value * scale - Math.round(value * scale)) <= 1e-9 * Math.max(1, Math.abs(value * scale)))
}

/**
 * Half a step of the decimal grid that a trace's logprobs were rounded to, in nats; 0 where they look exact.
 *
 * Why: a list of six-decimal logprobs fixes the unlisted mass only to about 5e-7, which matters when that mass is smaller still.
 * Values of four to six decimals are taken as rounded from two values on; two or three decimals only from twenty values on,
 * so that a hand-written −0.5 stays exact. Looks at no more than 400 values.
 */
export function roundingOf(trace: Trace): number {
  const values: number[] = []
  for (const token of trace.tokens) {
    if (token.logprob !== null && Number.isFinite(token.logprob) && token.logprob !== 0) values.push(token.logprob)
    for (const { logprob } of token.alternatives) if (Number.isFinite(logprob) && logprob !== 0) values.push(logprob)
    if (values.length >= TO_LOOK_AT) break
  }
  if (values.length < 2 || values.every((value) => Number.isInteger(value))) return 0
  for (const decimals of DECIMALS) {
    if (!onGrid(values, decimals)) continue
    return decimals >= 4 || values.length >= FEW_DECIMALS_NEED ? 0.5 * 10 ** -decimals : 0
  }
  return 0
}
