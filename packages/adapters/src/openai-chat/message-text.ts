/** The texts of a message or of a piece of one. */
import type { AnswerDraft, ToolDraft } from '../shared/answer-draft.ts'
import { toolAt } from '../shared/answer-draft.ts'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'

export interface MessagePieces {
  readonly content: string
  readonly reasoning: string
  readonly refusal: string
}

/** Content as a list of parts: texts, and the thinking that some models put between them. */
function partsOf(list: readonly unknown[], depth = 0): { content: string; reasoning: string; refusal: string } {
  const out = { content: '', reasoning: '', refusal: '' }
  for (const item of list) {
    const part = asRecord(item)
    if (part === null) {
      out.content += asText(item) ?? ''
      continue
    }
    const { thinking } = part as { readonly thinking?: unknown }
    if (Array.isArray(thinking) && depth < 4) out.reasoning += partsOf(thinking as readonly unknown[], depth + 1).content
    else if (typeof thinking === 'string') out.reasoning += thinking
    else if (typeof part['refusal'] === 'string') out.refusal += part['refusal']
    else if (/reasoning|thinking/.test(asText(part['type']) ?? '')) out.reasoning += asText(part['text']) ?? ''
    else out.content += asText(part['text']) ?? ''
  }
  return out
}

function reasoningOf(message: Wire): string {
  for (const field of ['reasoning_content', 'reasoning', 'thinking']) {
    const text = asText(message[field])
    if (text !== null) return text
  }
  return (asArray(message['reasoning_details']) ?? [])
    .map((item) => asText(asRecord(item)?.['text']) ?? asText(asRecord(item)?.['summary']) ?? '')
    .join('')
}

/** Reads the texts of a message; the transcript stands in for the content of an answer that is spoken. */
export function piecesOf(message: Wire): MessagePieces {
  const { content } = message as { readonly content?: unknown }
  const parts = Array.isArray(content)
    ? partsOf(content as readonly unknown[])
    : { content: asText(content) ?? '', reasoning: '', refusal: '' }
  const spoken = isPresent(content) ? '' : (asText(asRecord(message['audio'])?.['transcript']) ?? '')
  return {
    content: parts.content + spoken,
    reasoning: reasoningOf(message) + parts.reasoning,
    refusal: (asText(message['refusal']) ?? '') + parts.refusal,
  }
}

function extend(tool: ToolDraft, made: Wire): string {
  tool.name += asText(made['name']) ?? ''
  const { arguments: given } = made as { readonly arguments?: unknown }
  // Some servers send the arguments as an object instead of the text that the model wrote.
  const text = typeof given === 'string' ? given : isPresent(given) ? textOf(given) : ''
  tool.arguments += text
  return text
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}

/** Adds the tool calls, or their fragments, of a message; returns the text of arguments that came. `null`: there were none. */
export function addToolCalls(draft: AnswerDraft, message: Wire): string | null {
  let added: string | null = null
  const calls = asArray(message['tool_calls']) ?? []
  for (let i = 0; i < calls.length; i++) {
    const call = asRecord(calls[i])
    if (call === null) {
      draft.log.add('wrong-type', undefined, 'a tool call is not an object')
      continue
    }
    const tool = toolAt(draft, asCount(call['index']) ?? i)
    if (tool === null) continue
    tool.id ??= asText(call['id'])
    added = (added ?? '') + extend(tool, asRecord(call['function']) ?? asRecord(call['custom']) ?? call)
  }
  const older = asRecord(message['function_call'])
  if (older !== null) {
    const tool = toolAt(draft, 0)
    if (tool !== null) added = (added ?? '') + extend(tool, older)
  }
  return added
}
