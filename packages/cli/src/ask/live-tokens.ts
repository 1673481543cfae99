import type { Delta } from '@logitscope/adapters'
import { bandIndex, visibleText, type Profile } from '@logitscope/core'
import type { Style } from '../terminal/style.ts'
import type { Writer } from '../terminal/writer.ts'

/** Writes the tokens of the first choice as they come, each in the colour of the band that its probability falls into; line breaks stay. */
export function liveTokens(stdout: Writer, profile: Profile, style: Style): (delta: Delta) => Promise<void> {
  const bands = profile.bands.probability
  return async (delta) => {
    if (delta.kind !== 'tokens' || delta.choice !== 0) return
    for (const { text, logprob, part, special } of delta.tokens) {
      if (special === true || part !== 'content') continue
      const shown = text
        .split('\n')
        .map((line) => visibleText(line))
        .join('\n')
      await stdout.write(style.band(shown, logprob === null ? -1 : bandIndex(bands, Math.min(1, Math.exp(logprob))), bands.length))
    }
    await stdout.flush()
  }
}
