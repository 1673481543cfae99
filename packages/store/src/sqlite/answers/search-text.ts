import { foldCase, type Message, type TokenColumns, type Trace } from '@logitscope/core'

/** Longer texts are searched in their first part only: an index of pasted books would cost more than it helps. */
const MOST_UNITS = 200_000
/** What UTF-8, or a text of SQLite, cannot hold. */
const UNWRITABLE = /\p{Surrogate}|\0/gu
const SUSPICIOUS = /[\0\uD800-\uDFFF]/

/** What the search index holds of an answer: the columns of `search`. */
export interface SearchText {
  readonly prompt: string
  readonly answer: string
  readonly low: string
}

function partTexts(parts: readonly unknown[]): string[] {
  return parts.flatMap((part) => {
    const text = typeof part === 'object' && part !== null ? (part as { readonly text?: unknown }).text : undefined
    return typeof text === 'string' ? [text] : []
  })
}

function messageTexts({ content, parts, toolCalls }: Message): string[] {
  return [...(content === null ? [] : [content]), ...partTexts(parts ?? []), ...(toolCalls ?? []).map((call) => call.arguments)]
}

function writable(text: string): string {
  return SUSPICIOUS.test(text) ? text.replace(UNWRITABLE, ' ') : text
}

function prepared(texts: readonly string[]): string {
  return writable(foldCase(texts.join('\n').slice(0, MOST_UNITS)))
}

/** A word of the index that stands for a token's text, whatever characters it has, and for no word of a text. */
export function lowTokenWord(text: string): string {
  return `\uE000${Buffer.from(text, 'utf16le').toString('hex')}`
}

/** The distinct texts of tokens below a logprob (nats), as words. */
function lowWords({ tokens }: Trace, logprob: TokenColumns['logprob'], below: number): string {
  const texts = new Set<string>()
  for (let i = 0; i < tokens.length; i++) {
    const value = logprob[i]
    if (typeof value === 'number' && value < below) texts.add(tokens[i]!.text)
  }
  return [...texts].map(lowTokenWord).join(' ')
}

/** The same answer gives the same text: an entry of the index is taken out by the text that went in. */
export function searchText(trace: Trace, logprob: TokenColumns['logprob'], lowBelow: number): SearchText {
  const { request, output } = trace
  const prompt = [...(request.prompt === undefined ? [] : [request.prompt]), ...(request.messages ?? []).flatMap(messageTexts)]
  const answer = [
    output.text,
    output.refusal ?? '',
    output.reasoning ?? '',
    ...(output.toolCalls ?? []).flatMap((call) => [call.name, call.arguments]),
  ]
  return {
    prompt: prepared(prompt),
    answer: prepared(answer.filter((text) => text !== '')),
    low: lowWords(trace, logprob, lowBelow),
  }
}

/** A word or, in quotation marks, a phrase; a star at the end of a word stands for any ending. */
const TERM = /"([^"]*)"|(\S+)/g
const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** What is asked of the search index, and what it cannot tell. */
export interface SearchQuestion {
  /** All words must occur. */
  readonly expression: string
  /** Words that must follow each other, a space between them. */
  readonly phrases: readonly string[]
}

/**
 * The question to the search index: all words and phrases must occur. `null` where the text has no word, which nothing matches.
 * What is not a letter or a figure separates words, as in the index.
 */
export function searchQuestion(text: string): SearchQuestion | null {
  const terms: string[] = []
  const phrases: string[] = []
  for (const [, phrase, word] of writable(foldCase(text)).matchAll(TERM)) {
    const words = (phrase ?? word ?? '').match(WORD)
    if (words === null) continue
    const endsOpen = phrase === undefined && word?.endsWith('*') === true
    terms.push(...words.map((one, i) => `"${one}"${endsOpen && i === words.length - 1 ? '*' : ''}`))
    if (words.length > 1 && !endsOpen) phrases.push(words.join(' '))
  }
  return terms.length === 0 ? null : { expression: terms.join(' AND '), phrases }
}

/** Whether a text of the index has the words of a phrase one after the other. */
export function holdsPhrase({ prompt, answer }: SearchText, phrase: string): boolean {
  return [prompt, answer].some((text) => ` ${(text.match(WORD) ?? []).join(' ')} `.includes(` ${phrase} `))
}
