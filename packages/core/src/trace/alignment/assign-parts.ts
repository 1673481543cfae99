/** Which part each token belongs to, where a provider lists the tokens of several parts in one run. */
import type { Part, Token } from '../types.ts'
import { alignGroup, type AlignmentInput } from './align-group.ts'

interface Stretch {
  readonly part: Part
  readonly partIndex: number
  /** First byte behind it. */
  readonly end: number
}

/**
 * The tokens with the part that they spell: a run that holds reasoning, content and tool calls in the order of generation (vLLM, SGLang, Ollama,
 * gpt-oss) is aligned with these texts one after another. A token without a place goes with the part before it where that is reasoning or
 * it is the last, else with the part after it (the name and syntax before a tool call's arguments).
 *
 * Tokens stay as they are where the output has one text only, and where nothing could be placed. `special` and all else is kept.
 * Cost: that of one alignment. Never throws.
 */
export function assignParts(tokens: readonly Token[], output: AlignmentInput['output']): readonly Token[] {
  const texts: { part: Part; partIndex: number; text: string }[] = [
    { part: 'reasoning', partIndex: 0, text: output.reasoning ?? '' },
    { part: 'content', partIndex: 0, text: output.text },
    { part: 'refusal', partIndex: 0, text: output.refusal ?? '' },
  ]
  output.toolCalls?.forEach((call, partIndex) => texts.push({ part: 'tool', partIndex, text: call.arguments }))
  const spoken = texts.filter(({ text }) => text !== '')
  if (spoken.length < 2) return tokens
  const text = spoken.map((one) => one.text).join('')
  const { work, offsets } = alignGroup({ tokens, output }, { key: 'content', part: 'content', text, index: tokens.map((_, i) => i) })
  let offset = 0
  const stretches = spoken.map(({ part, partIndex, text: { length } }): Stretch => {
    offset += length
    return { part, partIndex, end: offsets.toByte(offset) }
  })
  const stretchOf = new Int32Array(tokens.length).fill(-1)
  let at = 0
  for (let i = 0; i < tokens.length; i++) {
    if (work.end[i]! < 0) continue
    while (at < stretches.length - 1 && work.start[i]! >= stretches[at]!.end) at += 1
    stretchOf[i] = at
  }
  let next = -1
  const nextOf = new Int32Array(tokens.length)
  for (let i = tokens.length - 1; i >= 0; i--) {
    if (stretchOf[i]! >= 0) next = stretchOf[i]!
    nextOf[i] = next
  }
  let before = -1
  return tokens.map((token, i) => {
    if (stretchOf[i]! >= 0) before = stretchOf[i]!
    const goesBack = before >= 0 && (nextOf[i]! < 0 || stretches[before]!.part === 'reasoning')
    const stretch = stretches[stretchOf[i]! >= 0 ? stretchOf[i]! : goesBack ? before : nextOf[i]!]
    if (stretch === undefined || (stretch.part === token.part && stretch.partIndex === (token.partIndex ?? 0))) return token
    const moved: Omit<Token, 'part' | 'partIndex'> & { part: Part; partIndex?: number } = { ...token, part: stretch.part }
    if (stretch.part === 'tool') moved.partIndex = stretch.partIndex
    else delete moved.partIndex
    return moved
  })
}
