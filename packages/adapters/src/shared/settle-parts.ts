/** Decides for every token of an answer which text it belongs to, and which tokens belong to none. */
import { finishOf } from './finish.ts'
import type { AnswerDraft } from './answer-draft.ts'
import { byteText } from './byte-text.ts'
import { isHarmony, settleChannels, splitInlineReasoning } from './harmony.ts'
import { AFTER, placeTokens, SPECIAL, type PlaceableText, type Placement } from './place-tokens.ts'
import { looksSpecial } from './special-text.ts'

function textsOf(draft: AnswerDraft, ownReasoning: boolean): PlaceableText[] {
  const texts: PlaceableText[] = []
  if (draft.reasoning !== '' && !ownReasoning) texts.push({ part: 'reasoning', partIndex: 0, bytes: byteText(draft.reasoning) })
  if (draft.content !== '') texts.push({ part: 'content', partIndex: 0, bytes: byteText(draft.content) })
  if (draft.refusal !== '') texts.push({ part: 'refusal', partIndex: 0, bytes: byteText(draft.refusal) })
  let index = 0
  for (const tool of draft.tools.values()) {
    if (tool.name !== '') texts.push({ part: 'tool', partIndex: index, bytes: byteText(tool.name) })
    if (tool.arguments !== '') texts.push({ part: 'tool', partIndex: index, bytes: byteText(tool.arguments) })
    index += 1
  }
  return texts
}

/** The placement along the answer's text alone where that fits entirely, else along all texts. */
function bestPlacement(
  draft: AnswerDraft,
  of: readonly number[],
  texts: readonly PlaceableText[],
): { placement: Placement; texts: readonly PlaceableText[] } {
  const content = texts.filter((text) => text.part === 'content')
  if (content.length > 0 && content.length < texts.length) {
    const alone = placeTokens(draft.tokens, of, content)
    if (alone.complete && !alone.text.includes(AFTER)) return { placement: alone, texts: content }
  }
  return { placement: placeTokens(draft.tokens, of, texts), texts }
}

/** Marks the end-of-sequence tokens of a list that belongs to one text alone. */
function settleOwnList(draft: AnswerDraft, of: readonly number[], text: string): void {
  const { text: where } = placeTokens(draft.tokens, of, text === '' ? [] : [{ part: 'content', partIndex: 0, bytes: byteText(text) }])
  for (let i = 0; i < of.length; i++) {
    const token = draft.tokens[of[i]!]!
    if (where[i] === SPECIAL || (where[i] === AFTER && looksSpecial(token.text))) token.special = true
  }
}

/** Sets `part`, `partIndex` and `special` of all tokens. `ended`: the answer came to its end. */
export function settleParts(draft: AnswerDraft, ended: boolean): void {
  const shared: number[] = []
  const refusal: number[] = []
  const reasoning: number[] = []
  for (let i = 0; i < draft.tokens.length; i++) {
    if (draft.shared[i]!) shared.push(i)
    else if (draft.tokens[i]!.part === 'refusal') refusal.push(i)
    else if (draft.tokens[i]!.part === 'reasoning') reasoning.push(i)
  }
  if (refusal.length > 0) settleOwnList(draft, refusal, draft.refusal)
  if (reasoning.length > 0) settleOwnList(draft, reasoning, draft.reasoning)
  if (shared.length === 0) return
  if (isHarmony(draft)) {
    splitInlineReasoning(draft)
    settleChannels(draft)
    return
  }
  const { placement, texts } = bestPlacement(draft, shared, textsOf(draft, reasoning.length > 0))
  const unified = finishOf(draft.finishRaw).unified
  const stopped = ended && (unified === 'stop' || unified === 'tool-calls')
  const markupFrom = draft.tools.size === 0 ? shared.length : lastSaid(placement, texts) + 1
  const guess = placement.placed < placement.stray
  let current: PlaceableText | undefined
  for (let i = 0; i < shared.length; i++) {
    const token = draft.tokens[shared[i]!]!
    const where = placement.text[i]!
    if (where >= 0) current = texts[where]
    const markup = where < 0 && i >= markupFrom
    const hint = draft.hints[shared[i]!]!
    token.part = markup ? 'tool' : where >= 0 || !guess ? (current?.part ?? 'content') : hint
    const partIndex = current?.part === 'tool' ? current.partIndex : 0
    if (token.part === 'tool' && partIndex > 0) token.partIndex = partIndex
    if (where === SPECIAL || markup || (where === AFTER && (stopped || looksSpecial(token.text)))) token.special = true
  }
}

/** Index of the last token that spells something else than a tool call; what stands behind it and spells nothing is the markup of a call. */
function lastSaid(placement: Placement, texts: readonly PlaceableText[]): number {
  for (let i = placement.text.length - 1; i >= 0; i--) {
    const where = placement.text[i]!
    if (where >= 0 && texts[where]!.part !== 'tool') return i
  }
  return -1
}
