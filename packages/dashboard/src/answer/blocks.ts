/** How the tokens of an answer are cut into blocks that the browser may leave undrawn while they are off the screen. */
import type { Token } from '@logitscope/core'

/** A block ends at the next line break after this many tokens. */
const BLOCK_TOKENS = 160

export interface Block {
  /** Half-open range of tokens. */
  readonly from: number
  readonly to: number
  readonly part: Token['part']
  readonly partIndex: number
  /** The block is the first of its part. */
  readonly isFirst: boolean
}

/** Blocks in the order of the tokens: of one part each, cut only after a line break, where no cut can be seen. */
export function blocksOf(tokens: readonly Pick<Token, 'part' | 'partIndex' | 'text'>[]): readonly Block[] {
  const blocks: Block[] = []
  let from = 0
  const close = (to: number): void => {
    const { part, partIndex = 0 } = tokens[from]!
    const last = blocks.at(-1)
    blocks.push({ from, to, part, partIndex, isFirst: last?.part !== part || last.partIndex !== partIndex })
    from = to
  }
  for (let i = 1; i < tokens.length; i++) {
    const [before, token] = [tokens[i - 1]!, tokens[i]!]
    const isOther = before.part !== token.part || (before.partIndex ?? 0) !== (token.partIndex ?? 0)
    if (isOther || (i - from >= BLOCK_TOKENS && before.text.endsWith('\n'))) close(i)
  }
  if (tokens.length > 0) close(tokens.length)
  return blocks
}
