/** Streams that keep only their last chunk's logprobs. */
import type { Alignment } from '../alignment/types.ts'
import type { EvidenceIssue, Token, Usage } from '../types.ts'

/**
 * A streamed answer whose entries are only those of its end: fewer than half of the reported tokens, and the text before the first of them is
 * not spelled by any. Clients that overwrite the logprobs with every chunk leave that. Without a reported number an unknown prefill would look
 * the same: `null`.
 */
export function findLastChunkOnly(
  tokens: readonly Token[],
  alignment: Alignment,
  streamed: boolean,
  usage: Usage | undefined,
): EvidenceIssue | null {
  if (!streamed || tokens.length === 0 || usage === undefined) return null
  const reported = usage.output - (usage.reasoning ?? 0)
  const content = alignment.part('content')
  if (tokens.length * 2 >= reported || content?.gaps.length !== 1) return null
  const [gap] = content.gaps
  if (gap!.start !== 0 || gap!.end * 2 < content.text.length || content.unplaced > 0) return null
  return {
    code: 'last-chunk-only',
    count: tokens.length,
    at: 0,
    detail: `${tokens.length} entries at the end for ${usage.output} reported tokens`,
  }
}
