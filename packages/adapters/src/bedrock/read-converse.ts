/** Bedrock's Converse, whole and streamed; Amazon's Nova speaks so when it is invoked, too. */
import { toolAt, type AnswerDraft } from '../shared/answer-draft.ts'
import { names, noteUnknown } from '../shared/known-fields.ts'
import type { NativeAnswer } from '../shared/native-format.ts'
import { asArray, asCount, asRecord, asText, type Wire } from '../shared/wire.ts'

const TOP: ReadonlySet<string> = names(
  'output stopReason usage metrics additionalModelResponseFields trace performanceConfig serviceTier p role contentBlockIndex start delta',
)
const BLOCK: ReadonlySet<string> = names('text toolUse reasoningContent')
const DELTA: ReadonlySet<string> = names('text toolUse reasoningContent')
const EVENTS: ReadonlySet<string> = names('messageStart contentBlockStart contentBlockDelta contentBlockStop messageStop metadata')

/** The event inside of its name, as Nova and the libraries write it; the value itself where it stands alone. */
function unnamed(record: Wire): Wire {
  const name = Object.keys(record).find((key) => EVENTS.has(key))
  return (name === undefined ? null : asRecord(record[name])) ?? record
}

export function isConverseEvent(record: Wire): boolean {
  if (Object.keys(record).some((name) => EVENTS.has(name) && asRecord(record[name]) !== null)) return true
  if (record['choices'] !== undefined) return false
  const counted = asRecord(record['usage'])?.['outputTokens'] !== undefined && asRecord(record['metrics']) !== null
  return asCount(record['contentBlockIndex']) !== null || typeof record['stopReason'] === 'string' || counted
}

export function isConverseBody(record: Wire): boolean {
  return asArray(asRecord(asRecord(record['output'])?.['message'])?.['content']) !== null
}

function readReasoning(content: Wire | null, draft: AnswerDraft, answer: NativeAnswer): void {
  if (content === null) return
  answer.addText(draft, 'reasoning', asText(asRecord(content['reasoningText'])?.['text']) ?? asText(content['text']) ?? '')
  if (content['redactedContent'] !== undefined)
    draft.log.add('unknown-field', undefined, 'reasoningContent.redactedContent: hidden reasoning is not kept')
}

function readBlock(block: Wire, index: number, draft: AnswerDraft, answer: NativeAnswer): void {
  noteUnknown(block, BLOCK, 'content[].', draft.log)
  answer.addText(draft, 'content', asText(block['text']) ?? '')
  readReasoning(asRecord(block['reasoningContent']), draft, answer)
  const call = asRecord(block['toolUse'])
  const tool = call === null ? null : toolAt(draft, index)
  if (call === null || tool === null) return
  tool.id = asText(call['toolUseId']) ?? tool.id
  tool.name = asText(call['name']) ?? tool.name
  if (call['input'] !== undefined) tool.arguments = asText(call['input']) ?? JSON.stringify(call['input'])
}

function readDelta(delta: Wire, index: number, draft: AnswerDraft, answer: NativeAnswer): void {
  noteUnknown(delta, DELTA, 'delta.', draft.log)
  answer.addText(draft, 'content', asText(delta['text']) ?? '')
  readReasoning(asRecord(delta['reasoningContent']), draft, answer)
  const call = asRecord(delta['toolUse'])
  const tool = call === null ? null : toolAt(draft, index)
  if (tool !== null) tool.arguments += asText(call?.['input']) ?? ''
}

export function readConverse(given: Wire, draft: AnswerDraft, answer: NativeAnswer): void {
  const record = unnamed(given)
  noteUnknown(record, TOP, '', draft.log)
  const index = asCount(record['contentBlockIndex']) ?? 0
  const start = asRecord(record['start'])
  if (start !== null) readBlock(start, index, draft, answer)
  const delta = asRecord(record['delta'])
  if (delta !== null) readDelta(delta, index, draft, answer)
  for (const [i, item] of (asArray(asRecord(asRecord(record['output'])?.['message'])?.['content']) ?? []).entries()) {
    const block = asRecord(item)
    if (block !== null) readBlock(block, i, draft, answer)
  }
  const usage = asRecord(record['usage'])
  if (usage !== null) answer.count(draft, usage['inputTokens'], usage['outputTokens'])
  const reason = asText(record['stopReason'])
  if (reason !== null) answer.finish(draft, reason)
}
