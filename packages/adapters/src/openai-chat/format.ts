import type { Format } from '../contract.ts'
import { readingWith } from '../shared/answer-decoder.ts'
import { finishChoices } from '../finish/finish-choices.ts'
import { asArray, asRecord } from '../shared/wire.ts'
import { stripChoices } from '../strip/strip-choices.ts'
import { askChat } from './ask-chat.ts'
import { encodeChat } from './encode-chat.ts'
import { createChatReader } from './read-chat.ts'

/** A choice of chat holds its text in an object: `message`, or `delta` in a stream. */
function isChat(sample: unknown): boolean {
  if (Array.isArray(sample)) return sample.some(isChat)
  const choices = asArray(asRecord(sample)?.['choices'])
  return (
    choices?.some((choice) => asRecord(asRecord(choice)?.['message']) !== null || asRecord(asRecord(choice)?.['delta']) !== null) ?? false
  )
}

/** OpenAI Chat Completions and its dialects: Azure, vLLM, llama-server, TGI v1, Ollama v1, DeepSeek, xAI, Together, Fireworks, Bedrock, … */
export const openAiChat: Format = {
  api: 'openai-chat',
  matches: isChat,
  ...readingWith(createChatReader),
  encode: encodeChat,
  ask: askChat,
  strip: stripChoices,
  finish: finishChoices,
}
