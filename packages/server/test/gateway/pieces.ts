/** Recorded bytes cut into pieces, as a network would cut them. */
import { seeded } from '@logitscope/testkit'

/** Pieces of 1 to `longest` bytes by a seeded draw: most cuts fall inside events, many inside characters. */
export function cutAtRandom(bytes: Uint8Array, longest: number, seed = 7): Uint8Array[] {
  const { index } = seeded(seed)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + 1 + index(longest))
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}

/** One piece an event. */
export function cutAtEvents(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes).toString('latin1')
  return text
    .split(/(?<=\n\n)/)
    .filter((event) => event !== '')
    .map((event) => Buffer.from(event, 'latin1'))
}

/** What differs between any two runs of one server, and what the recorded requests differ in beside logprobs. */
export function masked(text: string): string {
  return text
    .replace(/"(?:chatcmpl|resp|msg|cmpl)[-_][\w-]+"/g, '"ID"')
    .replace(/"(?:created|created_at)": ?\d+/g, '"created":0')
    .replace(/"timings":\{[^}]*\}/g, '"timings":{}')
    .replace(/"(prompt_token_ids|token_ids)":\[[^\]]*\]/g, '"$1":null')
    .replace(/"cached_tokens":\d+/g, '"cached_tokens":0')
}
