/**
 * The channel format of gpt-oss models ("harmony"), whose control tokens some providers leave in the list:
 * `<|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>final<|message|>…<|return|>`, a tool call as
 * `<|channel|>commentary to=functions.NAME <|constrain|>json<|message|>{…}<|call|>`. Described in OpenAI's harmony guide.
 */
import type { DraftToken } from './draft-token.ts'
import type { AnswerDraft } from './answer-draft.ts'

const CHANNEL = '<|channel|>'
const START = '<|start|>'
const MESSAGE = '<|message|>'
const CONTROL = /^<\|[a-z_]+\|>$/
const REASONING_TAG = /^<reasoning>([^]*?)<\/reasoning>/

/** Whether the list shared by all texts holds the control tokens of this format. */
export function isHarmony(draft: AnswerDraft): boolean {
  let channel = false
  for (let i = 0; i < draft.tokens.length; i++) {
    if (!draft.shared[i]!) continue
    const { text } = draft.tokens[i]!
    if (text === CHANNEL) channel = true
    else if (text === MESSAGE && channel) return true
  }
  return false
}

/** Settles the part of every token of the shared list by the channel it was written to. */
export function settleChannels(draft: AnswerDraft): void {
  let header: string | null = null
  let reading: 'reasoning' | 'content' | 'tool' = 'content'
  let tools = -1
  for (let i = 0; i < draft.tokens.length; i++) {
    if (!draft.shared[i]!) continue
    const token = draft.tokens[i]!
    if (token.text === START || token.text === CHANNEL) {
      header = (header ?? '') + token.text
    } else if (token.text === MESSAGE) {
      const recipient = /to=(?!user\b)\S/.test(header ?? '')
      if (recipient) tools += 1
      reading = recipient ? 'tool' : (header ?? '').includes(`${CHANNEL}analysis`) ? 'reasoning' : 'content'
      header = null
      settle(token, reading, tools, true)
      continue
    } else if (header !== null) header += token.text
    settle(token, reading, tools, header !== null || CONTROL.test(token.text))
  }
}

function settle(token: DraftToken, part: 'reasoning' | 'content' | 'tool', tool: number, special: boolean): void {
  token.part = part
  if (part === 'tool' && tool > 0) token.partIndex = tool
  if (special) token.special = true
}

/**
 * Splits off the reasoning that one provider writes into the content as `<reasoning>…</reasoning>`, tags that no token spells.
 * Only where the tokens show that the model wrote it on another channel.
 */
export function splitInlineReasoning(draft: AnswerDraft): void {
  if (draft.reasoning !== '') return
  const match = REASONING_TAG.exec(draft.content)
  if (match === null) return
  draft.reasoning = match[1]!
  draft.content = draft.content.slice(match[0].length)
}
