import type { Format } from '../contract.ts'
import { readingWith } from '../shared/answer-decoder.ts'
import { finishChoices } from '../finish/finish-choices.ts'
import { asArray, asRecord, type Wire } from '../shared/wire.ts'
import { stripChoices } from '../strip/strip-choices.ts'
import { askCompletions } from './ask-completions.ts'
import { encodeCompletions } from './encode-completions.ts'
import { createCompletionsReader } from './read-completions.ts'

function isChoice(choice: Wire | null): boolean {
  if (choice === null || asRecord(choice['message']) !== null || asRecord(choice['delta']) !== null) return false
  return typeof choice['text'] === 'string' || Array.isArray(asRecord(choice['logprobs'])?.['tokens'])
}

/** A choice of completions holds its text itself. */
function isCompletions(sample: unknown): boolean {
  if (Array.isArray(sample)) return sample.some(isCompletions)
  return asArray(asRecord(sample)?.['choices'])?.some((choice) => isChoice(asRecord(choice))) ?? false
}

/** Legacy OpenAI Completions and its dialects: Azure, vLLM, llama-server, llama-cpp-python, Together, Fireworks, text-generation-webui, … */
export const openAiCompletions: Format = {
  api: 'openai-completions',
  matches: isCompletions,
  ...readingWith(createCompletionsReader),
  encode: encodeCompletions,
  ask: askCompletions,
  strip: stripChoices,
  finish: finishChoices,
}
