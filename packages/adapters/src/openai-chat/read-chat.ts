/** Reads Chat Completions, whole and streamed, and the dialects of the servers that imitate it. */
import type { Part } from '@logitscope/core'
import type { AnswerReader, DecodeOptions, Delta } from '../contract.ts'
import type { AnswerDraft } from '../shared/answer-draft.ts'
import { createChoices, type Choices } from '../shared/choices.ts'
import { noteFields, noteIdentity } from '../shared/envelope.ts'
import { noteUnknown } from '../shared/known-fields.ts'
import { readPromptLogprobs } from '../shared/prompt-logprobs.ts'
import { readArrays } from '../shared/read-arrays.ts'
import { asArray, asRecord, isPresent, type Wire } from '../shared/wire.ts'
import { CHOICE, MESSAGE, TOP } from './fields.ts'
import { addToolCalls, piecesOf } from './message-text.ts'
import { readLogprobs } from './read-logprobs.ts'

function addTexts(draft: AnswerDraft, message: Wire, out: Delta[]): Part | null {
  const { content, reasoning, refusal } = piecesOf(message)
  const argumentsText = addToolCalls(draft, message)
  const say = (part: Part, text: string): void => {
    if (text !== '') out.push({ kind: 'text', choice: draft.choice, part, text })
  }
  draft.reasoning += reasoning
  draft.content += content
  draft.refusal += refusal
  say('reasoning', reasoning)
  say('content', content)
  say('refusal', refusal)
  say('tool', argumentsText ?? '')
  if (content !== '' || reasoning !== '' || refusal !== '') draft.textEvents += 1
  if (content !== '') return 'content'
  if (reasoning !== '') return 'reasoning'
  return refusal !== '' ? 'refusal' : argumentsText === null ? null : 'tool'
}

/** Prompts that came back with their scores: vLLM's list, or the arrays of Together. */
function addPrompt(draft: AnswerDraft, record: Wire): void {
  const scored = readPromptLogprobs(record['prompt_logprobs'], record['prompt_token_ids'], draft.notes)
  if (scored !== null) draft.promptTokens = scored
  const echoed = asRecord(asRecord(asArray(record['prompt'])?.[0])?.['logprobs'])
  if (echoed !== null && draft.promptTokens === null)
    draft.promptTokens = readArrays(echoed, 'content', 0, draft.notes).map(({ token }) => token)
}

export function createChatReader(options: DecodeOptions): AnswerReader {
  const choices: Choices = createChoices('openai-chat', options)
  const { envelope } = choices

  function readChoice(value: unknown, place: number, top: Wire, out: Delta[]): void {
    const choice = asRecord(value)
    if (choice === null) {
      envelope.log.add('wrong-type', undefined, 'a choice is not an object')
      return
    }
    noteFields(envelope, choice, 'choice.')
    const draft = choices.draftOf(choice, place)
    if (draft === null) return
    noteUnknown(choice, CHOICE, 'choices[].', draft.log)
    const message = asRecord(choice['delta']) ?? asRecord(choice['message'])
    if (message !== null) noteUnknown(message, MESSAGE, 'choices[].message.', draft.log)
    const part = message === null ? null : addTexts(draft, message, out)
    const came = readLogprobs(draft, choice, message, part ?? draft.hints[draft.hints.length - 1] ?? 'content')
    if (part !== null || came.length > 0) choices.touch()
    if (came.length > 0) out.push({ kind: 'tokens', choice: draft.choice, tokens: came })
    if (isPresent(top['prompt_logprobs']) || isPresent(top['prompt'])) addPrompt(draft, top)
    choices.takeFinish(draft, choice, out)
  }

  function read(value: unknown, name: string, out: Delta[]): void {
    if (value === null || choices.takeError(value, name, out)) return
    const record = asRecord(value)
    if (record === null) {
      envelope.log.add('wrong-type', undefined, 'an event is not an object')
      return
    }
    noteFields(envelope, record, '')
    noteUnknown(record, TOP, '', envelope.log)
    noteIdentity(envelope, record)
    const usage = asRecord(record['usage'])
    if (usage !== null) noteFields(envelope, usage, 'usage.')
    const list = asArray(record['choices'])
    if (list !== null) choices.recognised = true
    else if (isPresent(record['choices'])) envelope.log.add('wrong-type', undefined, 'choices is not a list')
    list?.forEach((choice, place) => {
      readChoice(choice, place, record, out)
    })
    choices.takeUsage(record, out)
  }

  return {
    event(value, name, out) {
      envelope.streamed = true
      read(value, name, out)
    },
    body(value, out) {
      const first = asRecord(asArray(asRecord(value)?.['choices'])?.[0])
      if (first !== null && asRecord(first['delta']) !== null && !isPresent(first['message'])) envelope.streamed = true
      read(value, '', out)
    },
    done() {
      envelope.done = true
    },
    unreadable: choices.unreadable,
    end: (issues) => choices.end(issues, 'no choices: this is not a chat answer'),
  }
}
