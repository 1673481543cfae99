import { foldCase, type Message, type TokenColumns, type Trace } from '@logitscope/core'

/** Longer texts are searched in their first part only: an index of pasted books would cost more than it helps. */
const MOST_UNITS = 200_000
/** What UTF-8, or a text of SQLite, cannot hold. */
const UNWRITABLE = /\p{Surrogate}|\0/gu

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

function prepared(texts: readonly string[]): string {
  return foldCase(texts.join('\n').slice(0, MOST_UNITS)).replace(UNWRITABLE, ' ')
}

/** A word of the index that stands for a token's text, whatever characters it has. */
export function lowTokenWord(text: string): string {
  return `t${Buffer.from(text, 'utf16le').toString('hex')}`
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

/**
 * The question to the search index: all words and phrases must occur. `null` where the text has no word, which nothing matches.
 * What is not a letter or a figure separates words, as in the index.
 */
export function searchExpression(text: string): string | null {
  const terms: string[] = []
  for (const [, phrase, word] of foldCase(text).replace(UNWRITABLE, ' ').matchAll(TERM)) {
    const words = (phrase ?? word ?? '').match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)
    if (words === null) continue
    terms.push(`"${words.join(' ')}"${phrase === undefined && word?.endsWith('*') === true ? '*' : ''}`)
  }
  return terms.length === 0 ? null : `{prompt answer} : (${terms.join(' AND ')})`
}
