// The bins of everything that is counted. They hold the starting profile's thresholds among their edges, so that a share beyond a
// threshold can be read off, and they are finest where real answers lie. An edge list never changes: a new one gets a new id.
import type { BinScale } from './bin-scale.ts'

/** Mean logprob of an answer, nats. */
export const AVG_LOGPROB_BINS: BinScale = {
  id: 'avg-logprob/1',
  unit: 'nats',
  // prettier-ignore
  edges: [
    -20, -15, -10, -8, -6, -5, -4.5, -4, -3.5, -3, -2.75, -2.5, -2.25, -2, -1.8, -1.6, -1.4, -1.2, -1, -0.9, -0.8, -0.7, -0.6, -0.5,
    -0.45, -0.4, -0.35, -0.3, -0.25, -0.2, -0.175, -0.15, -0.125, -0.1, -0.08, -0.06, -0.05, -0.04, -0.03, -0.02, -0.015, -0.01,
    -0.005, -0.002, -0.001,
  ],
  lowest: -Infinity,
  highest: 0,
}

/** Entropy of a token, or of an answer's tokens, in bits. */
export const ENTROPY_BITS_BINS: BinScale = {
  id: 'entropy-bits/1',
  unit: 'bits',
  // prettier-ignore
  edges: [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2,
    2.25, 2.5, 2.75, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 10, 12, 14, 16, 18,
  ],
  lowest: 0,
  highest: Infinity,
}

/** Perplexity of an answer. */
export const PERPLEXITY_BINS: BinScale = {
  id: 'perplexity/1',
  unit: 'perplexity',
  // prettier-ignore
  edges: [
    1.001, 1.002, 1.005, 1.01, 1.015, 1.02, 1.03, 1.04, 1.05, 1.075, 1.1, 1.125, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.5, 1.6, 1.7, 1.8, 2,
    2.25, 2.5, 2.75, 3, 3.5, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 50, 100, 200, 500, 1_000, 10_000, 100_000,
  ],
  lowest: 1,
  highest: Infinity,
}

/** Duration, milliseconds: ten bins a decade (the R10 series of preferred numbers), from 1 ms to 50 minutes. */
export const LATENCY_MS_BINS: BinScale = {
  id: 'latency-ms/1',
  unit: 'ms',
  edges: [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
    .flatMap((decade) => [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8].map((step) => Math.round(step * decade * 100) / 100))
    .filter((edge) => edge <= 3_150_000),
  lowest: 0,
  highest: Infinity,
}

/** Token entries received for each one reported: exactly 1 has a bin that begins there, so that "complete" can be told from "nearly". */
export const COMPLETENESS_BINS: BinScale = {
  id: 'completeness/1',
  unit: 'ratio',
  edges: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1, 1.001, 1.01, 1.05, 1.1, 1.5, 2],
  lowest: 0,
  highest: Infinity,
}

/** Where in the answer a token stands, counted from 0: one by one at the start, then four bins for each doubling. */
export const HEATMAP_POSITIONS: BinScale = {
  id: 'position/1',
  unit: 'tokens',
  // prettier-ignore
  edges: [
    1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512,
    640, 768, 896, 1024, 1280, 1536, 1792, 2048, 2560, 3072, 3584, 4096, 6144, 8192, 16_384,
  ],
  lowest: 0,
  highest: Infinity,
}

/** Probability of a token. */
export const HEATMAP_PROBABILITIES: BinScale = {
  id: 'probability/1',
  unit: 'probability',
  edges: [0.0001, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999],
  lowest: 0,
  highest: 1,
}
