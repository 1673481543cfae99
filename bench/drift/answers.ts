/** Mean logprobs of real answers as distributions to draw from, with answers of one session alike. */
import { createRecordReader } from '@logitscope/adapters'
import { analyze, normalCdf, normalDensity, STARTING_PROFILE } from '@logitscope/core'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const GRID = 4096
const REACH = 4.5

/** A distribution as a table over the normal scale: `at(z)` has it where z is standard normal. */
export interface Distribution {
  readonly name: string
  readonly count: number
  readonly mean: number
  readonly deviation: number
  /** Correlation of two normals that gives their values the wanted correlation. */
  readonly latent: number
  readonly at: (z: number) => number
}

export function readMeanLogprobs(path: string): number[] {
  const reader = createRecordReader({})
  const values: number[] = []
  for (const { traces } of [...reader.push(gunzipSync(readFileSync(path))), ...reader.end()])
    for (const trace of traces) {
      const { avgLogprob } = analyze(trace, STARTING_PROFILE, { language: path.includes('-tr.') ? 'tr' : 'en' }).metrics
      if (avgLogprob !== null) values.push(avgLogprob)
    }
  return values
}

/** Squared Hermite coefficients of the table: Σ c_k² ρ^k / Σ c_k² is the correlation of values whose normals correlate by ρ. */
function latentFor(table: Float64Array, wanted: number): number {
  const squares: number[] = []
  const step = (2 * REACH) / (GRID - 1)
  for (let k = 1; k <= 40; k++) {
    let sum = 0
    for (let i = 0; i < GRID; i++) {
      const z = -REACH + i * step
      let [before, now] = [0, 1]
      for (let j = 1; j <= k; j++) [before, now] = [now, (z * now - Math.sqrt(j - 1) * before) / Math.sqrt(j)]
      sum += table[i]! * now * normalDensity(z) * step
    }
    squares.push(sum * sum)
  }
  const total = squares.reduce((a, b) => a + b, 0)
  const correlation = (rho: number): number => squares.reduce((sum, square, i) => sum + square * rho ** (i + 1), 0) / total
  let [low, high] = [0, 1]
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (correlation(middle) < wanted) low = middle
    else high = middle
  }
  return (low + high) / 2
}

export function distributionOf(name: string, values: readonly number[], intraclass: number): Distribution {
  const sorted = Float64Array.from(values).sort()
  const table = new Float64Array(GRID)
  for (let i = 0; i < GRID; i++) {
    const rank = normalCdf(-REACH + (i * 2 * REACH) / (GRID - 1)) * sorted.length
    table[i] = sorted[Math.min(sorted.length - 1, Math.floor(rank))]!
  }
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  const scale = (GRID - 1) / (2 * REACH)
  return {
    name,
    count: values.length,
    mean,
    deviation,
    latent: latentFor(table, intraclass),
    at: (z) => table[Math.min(GRID - 1, Math.max(0, Math.round((z + REACH) * scale)))]!,
  }
}
