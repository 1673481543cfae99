/** Says what a JSON value is that holds no answer, and what to do about it. */
import type { ReadIssue } from '@logitscope/core'
import { asArray, asRecord, isPresent, type Wire } from '../shared/wire.ts'
import { quote } from './quote.ts'

const issue = (code: string, message: string, path = ''): ReadIssue => ({ code, path, message })

const FIELDS_SHOWN = 12

function fieldsOf(record: Wire): string {
  const names = Object.keys(record)
  const shown = names.slice(0, FIELDS_SHOWN).map((name) => quote(name, 30))
  return names.length === 0
    ? 'it has no fields'
    : `its fields are ${shown.join(', ')}${names.length > FIELDS_SHOWN ? ` and ${names.length - FIELDS_SHOWN} more` : ''}`
}

/** A question with options and the log-probabilities of one position. */
function isMultipleChoice(record: Wire): boolean {
  const choices = asArray(record['choices']) ?? asArray(record['options'])
  const scored = ['top', 'letterLogprobs', 'option_logprobs', 'choice_logprobs', 'top_logprobs'].some((name) => isPresent(record[name]))
  return scored && ((choices?.every((choice) => asRecord(choice) === null) ?? false) || isPresent(record['letterLogprobs']))
}

function listedWhat(record: Wire): string | null {
  const data = asArray(record['data'])
  if (data === null && asArray(record['models']) === null) return null
  const first = asRecord(data?.[0])
  if (isPresent(first?.['embedding']) || isPresent(record['embedding'])) return 'embeddings'
  return record['object'] === 'list' || asArray(record['models']) !== null ? 'a list of models or other objects' : null
}

/** What an object is that no format knows. */
export function notAnAnswer(record: Wire): ReadIssue {
  if (isMultipleChoice(record)) {
    return issue(
      'not-an-answer',
      'a multiple-choice record: it scores the options of a question and holds no answer; “logitscope calibrate” reads it where the right option is given',
    )
  }
  const scored = pathToLogprobs(record)
  if (isHalfOfColumns(record) && (scored === null || scored === 'logprobs' || scored === 'token_logprobs')) {
    const missing = Array.isArray(record['tokens']) ? 'logprobs' : 'tokens'
    return issue(
      'missing-column',
      `columns need both “tokens” and “logprobs”, and “${missing}” is no list here; ${fieldsOf(record)}`,
      missing,
    )
  }
  const listed = listedWhat(record)
  if (listed !== null) return issue('not-an-answer', `${listed}, not an answer`)
  if (isPresent(record['method']) && isPresent(record['url']) && isPresent(record['body'])) {
    return issue('not-an-answer', 'a line of a batch input file: the answers are in the batch output file')
  }
  const asks = isPresent(record['messages']) || isPresent(record['prompt']) || isPresent(record['input'])
  if (asks && isPresent(record['model']) && !['text', 'response', 'output', 'completion'].some((name) => isPresent(record[name]))) {
    return issue('not-an-answer', 'a request, not an answer: keep it beside its answer as {"request": …, "response": …}')
  }
  if (scored !== null)
    return issue('unknown-format', `it holds log-probabilities, at ${quote(scored)}, in no known format; ${fieldsOf(record)}`)
  if (hasText(record)) return issue('no-logprobs', `a text without log-probabilities; ${fieldsOf(record)}`)
  return issue('unknown-format', `no known answer format; ${fieldsOf(record)}`)
}

const isNumbers = (value: unknown): boolean => asArray(value)?.every((item) => typeof item === 'number' || item === null) ?? false

function isHalfOfColumns(record: Wire): boolean {
  return Array.isArray(record['tokens']) || isNumbers(record['logprobs']) || isNumbers(record['token_logprobs'])
}

const MOST_LOOKED_AT = 500

/** Where a record holds something that is called a log-probability; looks at the first elements of lists only. */
function pathToLogprobs(record: Wire): string | null {
  const open: (readonly [value: unknown, path: string])[] = [[record, '']]
  for (let i = 0; i < open.length && i < MOST_LOOKED_AT; i++) {
    const [value, path] = open[i]!
    const list = asArray(value)
    if (list !== null && list.length > 0) open.push([list[0], `${path}[]`])
    const inner = asRecord(value)
    for (const name in inner) {
      const here = path === '' ? name : `${path}.${name}`
      if (/log_?prob/i.test(name) && (typeof inner[name] === 'object' ? isPresent(inner[name]) : (inner[name] as number) < 0)) return here
      if (typeof inner[name] === 'object') open.push([inner[name], here])
    }
  }
  return null
}

function hasText(record: Wire): boolean {
  return ['text', 'response', 'completion', 'output', 'passage', 'answer', 'generation', 'generated_text', 'content'].some(
    (name) => typeof record[name] === 'string',
  )
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'string' ? `the text ${quote(value)}` : `the value ${JSON.stringify(value)}`
}

/** What a value is that is no object. `count`: how many of them came one after another. */
export function notAnObject(value: unknown, count: number): ReadIssue {
  const what = kindOf(value)
  return issue('not-an-answer', count === 1 ? `${what} is not an answer` : `${count} values, the first of them ${what}, are not answers`)
}
