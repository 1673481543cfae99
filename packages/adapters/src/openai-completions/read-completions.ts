/** Reads legacy Completions, whole and streamed, and the dialects of the servers that imitate it. */
import type { Token } from '@logitscope/core'
import type { AnswerReader, DecodeOptions, Delta } from '../contract.ts'
import { addTokens, noteSeen, type AnswerDraft } from '../shared/answer-draft.ts'
import { createChoices, type Choices } from '../shared/choices.ts'
import type { DraftToken } from '../shared/draft-token.ts'
import { noteFields, noteIdentity } from '../shared/envelope.ts'
import { noteUnknown } from '../shared/known-fields.ts'
import { readPromptLogprobs } from '../shared/prompt-logprobs.ts'
import { isArrays, readArrays } from '../shared/read-arrays.ts'
import { addIds, readList } from '../shared/read-list.ts'
import { promptOf } from '../shared/request-facts.ts'
import { asArray, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { addArrayNotes, createArrayNotes, noteCollapsed, type ArrayNotes } from './array-notes.ts'
import { CHOICE, LISTS, TOP } from './fields.ts'
import { isShifted, withoutValues } from './shifted.ts'
import { splitEcho } from './split-echo.ts'

function readLogprobs(draft: AnswerDraft, notes: ArrayNotes, choice: Wire): readonly Token[] {
  const { logprobs } = choice as { readonly logprobs?: unknown }
  if (!isPresent(logprobs)) {
    if (logprobs === null) noteSeen(draft, 'null')
    return []
  }
  const record = asRecord(logprobs)
  if (record !== null && isArrays(record)) {
    noteSeen(draft, 'empty')
    const read = readArrays(record, 'content', draft.tokens.length, draft.notes)
    const kept = addTokens(
      draft,
      read.map(({ token }) => token),
      true,
      'content',
    )
    addArrayNotes(notes, read.slice(0, kept.length))
    if (kept.length > 0) noteSeen(draft, 'tokens')
    return kept
  }
  if (record !== null) {
    noteUnknown(record, LISTS, 'choices[].logprobs.', draft.log)
    noteSeen(draft, 'empty')
    return readList(draft, record['content'], 'content', true, 'content')
  }
  if (Array.isArray(logprobs)) return readList(draft, logprobs, 'content', true, 'content')
  draft.log.add('wrong-type', undefined, 'logprobs is neither an object nor null')
  return []
}

/** The scored prompt, with the texts that the echo gives to tokens whose own entry is missing. */
function merged(scored: readonly DraftToken[], echoed: readonly DraftToken[]): DraftToken[] {
  if (scored.length !== echoed.length) return [...scored]
  return scored.map((token, i) =>
    token.text === '' && token.logprob === null ? { ...echoed[i]!, ...token, text: echoed[i]!.text } : token,
  )
}

export function createCompletionsReader(options: DecodeOptions): AnswerReader {
  const choices: Choices = createChoices('openai-completions', options)
  const { envelope } = choices
  const arrays = new Map<AnswerDraft, ArrayNotes>()

  function notesOf(draft: AnswerDraft): ArrayNotes {
    let notes = arrays.get(draft)
    if (notes === undefined) arrays.set(draft, (notes = createArrayNotes()))
    return notes
  }

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
    const notes = notesOf(draft)
    const text = asText(choice['text']) ?? ''
    if (text === '' && isPresent(choice['text']) && choice['text'] !== '')
      draft.log.add('wrong-type', undefined, 'the text of a choice is not a text')
    const reasoning = asText(choice['reasoning']) ?? ''
    draft.content += text
    draft.reasoning += reasoning
    if (text !== '') {
      draft.textEvents += 1
      out.push({ kind: 'text', choice: draft.choice, part: 'content', text })
    }
    const came = readLogprobs(draft, notes, choice)
    const ids = asArray(choice['prompt_token_ids'])
    if (ids !== null) notes.promptIds = ids
    addIds(came, choice['token_ids'])
    if (came.length > 0) out.push({ kind: 'tokens', choice: draft.choice, tokens: came })
    if (text !== '' || came.length > 0) choices.touch()
    const scored = readPromptLogprobs(choice['prompt_logprobs'], ids, draft.notes)
    if (scored !== null) draft.promptTokens = scored
    const echoed = asRecord(asRecord(asArray(top['prompt'])?.[0])?.['logprobs'])
    if (echoed !== null && draft.promptTokens === null)
      draft.promptTokens = readArrays(echoed, 'content', 0, draft.notes).map(({ token }) => token)
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
    const list = asArray(record['choices'])
    if (list !== null) choices.recognised = true
    else if (isPresent(record['choices'])) envelope.log.add('wrong-type', undefined, 'choices is not a list')
    list?.forEach((choice, place) => {
      readChoice(choice, place, record, out)
    })
    choices.takeUsage(record, out)
  }

  /** What shows only when an answer is whole: where the prompt ends in it, lists with holes, lists of the wrong token. */
  function settle(): void {
    const { request } = choices
    const drafts = choices.drafts()
    const entries = drafts.reduce((sum, draft) => sum + draft.tokens.length, 0)
    for (const draft of drafts) {
      const notes = notesOf(draft)
      if (notes.listed.length !== draft.tokens.length || draft.tokens.length === 0) continue
      const { usage } = envelope
      const oneShort = drafts.length === 1 && usage !== null && draft.tokens.length === usage.input + usage.output - 1
      const shifted = isShifted(draft.tokens, oneShort)
      noteCollapsed(draft, notes, request.parameters.topLogprobs)
      const scored = draft.promptTokens
      const all = draft.tokens
      const facts = { asked: request.echo, prompt: promptOf(request, draft.choice), usage, outputs: drafts.length, entries }
      const count = splitEcho(draft, notes, facts)
      if (count > 0 && scored !== null) draft.promptTokens = merged(scored, all.slice(0, count))
      if (count === 0 || !shifted) continue
      draft.tokens = withoutValues(draft.tokens)
      draft.promptTokens = draft.promptTokens === null ? null : withoutValues(draft.promptTokens)
      const detail = 'each entry holds the distribution behind its token, not the one it was drawn from: values are left out'
      draft.log.add('chosen-value-mismatch', draft.tokens.length > 0 ? 0 : undefined, detail, all.length)
    }
  }

  return {
    event(value, name, out) {
      envelope.streamed = true
      read(value, name, out)
    },
    body(value, out) {
      read(value, '', out)
    },
    done() {
      envelope.done = true
    },
    unreadable: choices.unreadable,
    end(issues) {
      settle()
      return choices.end(issues, 'no choices: this is not a completions answer')
    },
  }
}
