/** One part's tokens with one text: from the tokens to a finished alignment. */
import type { Output, Part, Token, Trace } from '../types.ts'
import { textOffsets, type TextOffsets } from '../text-offsets.ts'
import { utf8Encode } from '../utf8.ts'
import { alignGap, layHeldBack } from './align-part.ts'
import { spell } from './spelled.ts'
import { notationOf } from './spellings.ts'
import type { PartKey } from './types.ts'
import { walkForward, type Front } from './walk.ts'
import { createWork, isEmpty, mayBeAbsent, type Work } from './work.ts'

/** What an alignment is made from; a `Trace` is one. */
export interface AlignmentInput {
  readonly tokens: readonly Token[]
  readonly output: Pick<Output, 'text' | 'refusal' | 'reasoning' | 'toolCalls'>
  readonly request?: Pick<Trace['request'], 'messages'>
}

/** A text and the indices of the tokens that should spell it. */
export interface Group {
  readonly key: PartKey
  readonly part: Part
  readonly text: string
  readonly index: number[]
}

export interface AlignedGroup {
  readonly work: Work
  readonly offsets: TextOffsets
}

/** Bytes at the text's beginning that the caller wrote: the unfinished assistant message that the answer goes on with. */
function prefillLength(input: AlignmentInput, group: Group): number {
  const message = input.request?.messages?.at(-1)
  if (group.part !== 'content' || message?.role !== 'assistant' || message.content === null || message.content === '') return 0
  return group.text.startsWith(message.content) ? utf8Encode(message.content).length : 0
}

/** Whether every row from `row` on may be missing from the text. */
function nothingLeft(work: Work, row: number): boolean {
  for (; row < work.spelled.count; row++) if (!isEmpty(work, row) && !mayBeAbsent(work, row)) return false
  return true
}

function* textsOf(tokens: readonly Token[], group: Group): Iterable<string> {
  for (const i of group.index) yield tokens[i]!.text
}

/** Aligns a group: straight through where that goes, with the prefill left out where it does then, else by what alignment can find. */
export function alignGroup(input: AlignmentInput, group: Group): AlignedGroup {
  const offsets = textOffsets(group.text)
  const text = offsets.bytes
  const count = group.index.length
  const spelled = spell(input.tokens, group.index, 'plain')
  let work = createWork(spelled, text)
  const front: Front = { row: 0, at: prefillLength(input, group) }
  walkForward(work, front, count, text.length)
  if (!nothingLeft(work, front.row) || (front.at < text.length && front.row === 0)) {
    const notation = notationOf(textsOf(input.tokens, group), group.text)
    work = createWork(notation === 'plain' ? spelled : spell(input.tokens, group.index, notation), text)
    alignGap(work, { from: 0, to: count, start: 0, end: text.length })
  }
  layHeldBack(work)
  return { work, offsets }
}
