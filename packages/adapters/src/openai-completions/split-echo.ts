/** Takes the prompt out of an answer that repeats it: its tokens become `promptTokens`, its text is cut off. */
import type { Usage } from '@logitscope/core'
import type { AnswerDraft } from '../shared/answer-draft.ts'
import { countPoints, offsetOfPoint } from '../shared/code-points.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { addIds } from '../shared/read-list.ts'
import type { ArrayNotes } from './array-notes.ts'

export interface EchoFacts {
  /** Whether the request asked for the echo; `null` where it is not known. */
  readonly asked: boolean | null
  readonly prompt: string | undefined
  readonly usage: Usage | null
  /** Outputs of the request. */
  readonly outputs: number
  /** Token entries of all outputs together. */
  readonly entries: number
}

const joined = (tokens: readonly DraftToken[]): string => tokens.map((token) => token.text).join('')

/** The first token of a prompt has no value; one server writes 0 for it, without a list. */
function startsUnscored(draft: AnswerDraft, notes: ArrayNotes, facts: EchoFacts): boolean {
  if (notes.unscored[0] === true) return true
  if (draft.tokens[0]?.logprob !== 0 || notes.listed[0] !== null) return false
  return notes.listed.some((length) => length !== null) || (facts.asked === true && notes.listed.length > 1)
}

/** How many tokens spell the prompt; −1 where a token runs over its end or none of this fits. */
function tokensOfPrompt(tokens: readonly DraftToken[], prompt: string): number {
  let length = 0
  for (let i = 0; i < tokens.length; i++) {
    if (length === prompt.length) return i
    const { text } = tokens[i]!
    if (!prompt.startsWith(text, length)) return -1
    length += text.length
  }
  return length === prompt.length ? tokens.length : -1
}

function byOffset(notes: ArrayNotes, prompt: string): number {
  const start = notes.offsets[0]
  if (start === null || start === undefined) return -1
  const end = start + countPoints(prompt)
  return notes.offsets.findIndex((offset) => offset !== null && offset >= end)
}

function countPrompt(draft: AnswerDraft, notes: ArrayNotes, facts: EchoFacts): number {
  const count = draft.tokens.length
  if (notes.promptIds !== null && notes.promptIds.length <= count) return notes.promptIds.length
  const { prompt, usage } = facts
  if (prompt !== undefined && draft.content.startsWith(prompt)) {
    const spelled = tokensOfPrompt(draft.tokens, prompt)
    if (spelled >= 0) return spelled
  }
  if (usage !== null && usage.input > 0 && usage.input <= count) {
    const answers = facts.entries - facts.outputs * usage.input
    if (answers >= 0 && Math.abs(answers - usage.output) <= facts.outputs) return usage.input
  }
  if (prompt !== undefined && draft.content.startsWith(prompt)) {
    const at = byOffset(notes, prompt)
    return at < 0 ? count : at
  }
  return -1
}

/** Length of the prompt at the start of the text, UTF-16; −1 where it cannot be told. */
function promptLength(draft: AnswerDraft, notes: ArrayNotes, facts: EchoFacts, count: number): number {
  const text = draft.content
  if (facts.prompt !== undefined && text.startsWith(facts.prompt)) return facts.prompt.length
  const spelled = joined(draft.tokens.slice(0, count))
  if (text.startsWith(spelled)) return spelled.length
  const answer = joined(draft.tokens.slice(count))
  if (answer !== '' && text.endsWith(answer)) return text.length - answer.length
  const start = notes.offsets[0]
  const end = notes.offsets[count]
  if (typeof start === 'number' && typeof end === 'number') return offsetOfPoint(text, end - start)
  return count === draft.tokens.length ? text.length : -1
}

/** Splits where the answer repeats its prompt; returns the number of the prompt's tokens, 0 where it does not. */
export function splitEcho(draft: AnswerDraft, notes: ArrayNotes, facts: EchoFacts): number {
  if (draft.tokens.length === 0) return 0
  const unscored = startsUnscored(draft, notes, facts)
  const repeated = facts.asked === true && facts.prompt !== undefined && facts.prompt !== '' && draft.content.startsWith(facts.prompt)
  if (!unscored && !repeated) return 0
  if (unscored) draft.tokens[0]!.logprob = null
  let count = countPrompt(draft, notes, facts)
  if (count < 0) {
    count = draft.tokens.length
    draft.log.add(
      'wrong-type',
      undefined,
      'the answer repeats its prompt and nothing says where that ends: all tokens are taken for the prompt',
    )
  }
  const length = promptLength(draft, notes, facts, count)
  if (length >= 0) draft.content = draft.content.slice(length)
  draft.promptTokens ??= draft.tokens.slice(0, count)
  if (notes.promptIds?.length === count) addIds(draft.promptTokens, notes.promptIds)
  draft.tokens = draft.tokens.slice(count)
  draft.shared = draft.shared.slice(count)
  draft.hints = draft.hints.slice(count)
  draft.blocks = draft.blocks.flatMap((start) => (start >= count ? [start - count] : []))
  draft.log.moveBack(count)
  return count
}
