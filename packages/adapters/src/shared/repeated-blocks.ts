/** Leaves out blocks of tokens that came again. */
import type { Usage } from '@logitscope/core'
import type { AnswerDraft } from './answer-draft.ts'
import { chainOfBlocks } from './duplicate-blocks.ts'

const REBUILT = 'entries that came again were left out; the rest is what usage reports'

/** Only where what remains is exactly what was reported; else the answer stays as it came, which shows in its evidence. */
export function dropRepeatedBlocks(drafts: readonly AnswerDraft[], usage: Usage | null): void {
  if (usage === null) return
  const total = drafts.reduce((sum, draft) => sum + draft.tokens.length, 0)
  if (total <= usage.output + drafts.length) return
  const chains = drafts.map((draft) => chainOfBlocks(draft.tokens))
  const left = chains.reduce((sum, chain) => sum + chain.length, 0)
  if (left === total) return
  if (left !== usage.output && left !== usage.output - drafts.length) return
  drafts.forEach((draft, i) => {
    const chain = chains[i]!
    const repeated = draft.tokens.length - chain.length
    if (repeated === 0) return
    draft.tokens = chain.map((index) => draft.tokens[index]!)
    draft.shared = chain.map((index) => draft.shared[index]!)
    draft.hints = chain.map((index) => draft.hints[index]!)
    draft.log.moveBack(Infinity)
    draft.log.add('duplicate-blocks', undefined, REBUILT, repeated)
  })
}
