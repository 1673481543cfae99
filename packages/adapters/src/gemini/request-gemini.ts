/** What a Gemini request says, in the words of chat, so that one reader of requests serves both. */
import { asArray, asRecord, asText, type Wire } from '../shared/wire.ts'

function textOf(content: Wire | null): string {
  return (asArray(content?.['parts']) ?? []).map((part) => asText(asRecord(part)?.['text']) ?? '').join('')
}

function messageOf(value: unknown): Wire {
  const content = asRecord(value)
  const role = asText(content?.['role']) ?? 'user'
  return { role: role === 'model' ? 'assistant' : role, content: textOf(content) }
}

/** `undefined` for what is no request of this format. */
export function requestInChatWords(request: unknown): Wire | undefined {
  const record = asRecord(request)
  const contents = asArray(record?.['contents'])
  if (record === null || contents === null) return undefined
  const system = asRecord(record['systemInstruction'] ?? record['system_instruction'])
  const config = asRecord(record['generationConfig'] ?? record['generation_config']) ?? {}
  const asked = config['responseLogprobs'] === true
  return {
    model: record['model'],
    messages: [...(system === null ? [] : [{ role: 'system', content: textOf(system) }]), ...contents.map(messageOf)],
    temperature: config['temperature'],
    top_p: config['topP'],
    top_k: config['topK'],
    max_tokens: config['maxOutputTokens'],
    seed: config['seed'],
    stop: config['stopSequences'],
    presence_penalty: config['presencePenalty'],
    frequency_penalty: config['frequencyPenalty'],
    n: config['candidateCount'],
    logprobs: asked,
    ...(asked ? { top_logprobs: config['logprobs'] } : {}),
  }
}
