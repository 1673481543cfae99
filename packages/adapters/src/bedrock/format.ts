/** Amazon Bedrock's own words: Converse, and what Nova, Titan, Llama and Mistral answer when invoked. All but imported Llama models give no log-probabilities. */
import type { Trace } from '@logitscope/core'
import type { Format } from '../contract.ts'
import { parseJson } from '../shared/json.ts'
import { nativeFormat, type NativeAnswer } from '../shared/native-format.ts'
import { asArray, asRecord, asText, type Wire } from '../shared/wire.ts'
import { isConverseBody, isConverseEvent, readConverse } from './read-converse.ts'
import { isLlama, isMistral, isTitan, readLlama, readMistral, readTitan } from './read-invoke.ts'

const NONE = 'Bedrock has no place for log-probabilities here'

function take(record: Wire, answer: NativeAnswer): void {
  const { choices, asEvent } = answer
  const body = isConverseBody(record)
  const converse = body || isConverseEvent(record)
  if (!converse && !isLlama(record) && !isTitan(record) && !isMistral(record)) return
  choices.recognised = true
  if (asEvent && !body) choices.envelope.streamed = true
  if (converse) {
    const draft = choices.draftOf({}, 0)
    if (draft !== null) readConverse(record, draft, answer)
  } else if (isLlama(record)) readLlama(record, answer)
  else if (isTitan(record)) readTitan(record, answer)
  else readMistral(record, answer)
  if (isLlama(record)) return
  for (const draft of choices.drafts()) if (!draft.log.has('no-logprobs')) draft.log.add('no-logprobs', undefined, NONE)
}

function blocksOf({ output }: Trace): object[] {
  return [
    ...(output.reasoning === undefined ? [] : [{ reasoningContent: { reasoningText: { text: output.reasoning } } }]),
    ...(output.text === '' ? [] : [{ text: output.text }]),
    ...(output.toolCalls ?? []).map(({ id, name, arguments: given }) => {
      const parsed = parseJson(given)
      return { toolUse: { ...(id === undefined ? {} : { toolUseId: id }), name, input: parsed.ok ? parsed.value : given } }
    }),
  ]
}

function bodyOf(trace: Trace): object {
  const { usage, output } = trace
  return {
    output: { message: { role: 'assistant', content: blocksOf(trace) } },
    stopReason: output.finish.raw,
    ...(usage === undefined
      ? {}
      : { usage: { inputTokens: usage.input, outputTokens: usage.output, totalTokens: usage.input + usage.output } }),
  }
}

function textOf(content: unknown): string {
  return (asArray(content) ?? []).map((block) => asText(asRecord(block)?.['text']) ?? '').join('')
}

function requestInChatWords(request: Wire): Wire {
  const { messages, system, inferenceConfig, textGenerationConfig, inputText, max_gen_len: most, ...rest } = request
  const config = { ...asRecord(inferenceConfig), ...asRecord(textGenerationConfig) }
  const turns = (asArray(messages) ?? []).map((message) => {
    const record = asRecord(message) ?? {}
    return { role: record['role'], content: asText(record['content']) ?? textOf(record['content']) }
  })
  const instructions = textOf(system)
  return {
    ...rest,
    ...(turns.length === 0 ? {} : { messages: [...(instructions === '' ? [] : [{ role: 'system', content: instructions }]), ...turns] }),
    ...(inputText === undefined ? {} : { prompt: inputText }),
    temperature: config['temperature'] ?? request['temperature'],
    top_p: config['topP'] ?? request['top_p'],
    max_tokens: config['maxTokens'] ?? config['maxTokenCount'] ?? most,
    stop: config['stopSequences'],
    logprobs: request['return_logprobs'] === true,
  }
}

export const bedrock: Format = nativeFormat({
  api: 'bedrock',
  provider: 'bedrock',
  verified: 'documentation',
  matches: (record) => isConverseBody(record) || isConverseEvent(record) || isLlama(record) || isTitan(record) || isMistral(record),
  requestInChatWords,
  reader: () => take,
  write: ([first]) => (first === undefined ? {} : bodyOf(first)),
})
