/** All formats, and which of them a sample is in. */
import type { Format } from './contract.ts'
import { ai21 } from './ai21/index.ts'
import { anthropic } from './anthropic/index.ts'
import { bedrock } from './bedrock/index.ts'
import { cohere } from './cohere/index.ts'
import { gemini } from './gemini/index.ts'
import { koboldCpp } from './koboldcpp/index.ts'
import { llamaServer } from './llama-server/index.ts'
import { ollama } from './ollama/index.ts'
import { openAiChat } from './openai-chat/index.ts'
import { openAiCompletions } from './openai-completions/index.ts'
import { openAiResponses } from './openai-responses/index.ts'
import { openAiTranscription } from './openai-transcription/index.ts'
import { sglang } from './sglang/index.ts'
import { tgi } from './tgi/index.ts'
import { triton } from './triton/index.ts'
import { vllmGenerate } from './vllm-generate/index.ts'
import { watsonx } from './watsonx/index.ts'

/** In the order in which they are tried: the narrower shape first. */
export const FORMATS: readonly Format[] = [
  openAiChat,
  openAiCompletions,
  openAiResponses,
  vllmGenerate,
  gemini,
  anthropic,
  cohere,
  llamaServer,
  tgi,
  sglang,
  ollama,
  triton,
  openAiTranscription,
  ai21,
  watsonx,
  koboldCpp,
  bedrock,
]

/** The format of a parsed body, of one event of a stream, or of the first events as a list; `null` where none fits. */
export function findFormat(sample: unknown): Format | null {
  return FORMATS.find((format) => format.matches(sample)) ?? null
}

export function formatOf(api: string): Format | null {
  return FORMATS.find((format) => format.api === api) ?? null
}
