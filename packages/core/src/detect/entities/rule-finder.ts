/** The entity finder that needs no model. */
import type { Entity, EntityFinder, EntityKind } from '../../model/entity-finder.ts'
import { codeRangesOf, headingRangesOf, risingTest } from './markup.ts'
import { evidenceOf } from './name-evidence.ts'
import { familyOf, guessFamily } from './name-rules.ts'
import { namesOf } from './names.ts'
import { numbersOf } from './numbers.ts'
import { quotesOf, type QuoteSpan } from './quotes.ts'
import { isCapital, type Word } from './word.ts'
import { wordsOf } from './words.ts'

interface Span {
  readonly kind: EntityKind
  readonly start: number
  readonly end: number
}

/** A quotation of more words than this gives way to the names and numbers inside it, unless it is written as a title. */
const LONGEST_TERM = 8
const LONGEST_TITLE = 16

/**
 * A finder of entities by rules: names, numbers, dates, quantities and quoted strings, without a model.
 *
 * Names are runs of capitalised words, so none are found in scripts without capitals (Chinese, Japanese, Arabic, Hebrew, Hindi, …); numbers, dates and quotations are.
 * Rules exist for English and Turkish (an ending after an apostrophe is left out: "Ankara'nın" gives `Ankara`); with `und` the finder tells them apart by their
 * function words; in German, where every noun has a capital, only runs and known names count; for other languages it knows the commonest function words.
 * Code, addresses, numbering of lists and references are left out. Entities do not overlap: a short quotation is one entity whatever it holds,
 * a long one gives way to what is inside it.
 *
 * `find` never throws; offsets are UTF-16, ordered, half-open, and never split a surrogate pair. Cost: linear in the text.
 * @example
 * createRuleEntityFinder().find("Ankara'nın nüfusu 5,8 milyon.", 'tr').map((e) => e.text) // ['Ankara', '5,8 milyon']
 */
export function createRuleEntityFinder(): EntityFinder {
  return { name: 'rules', find: (text, language) => entitiesOf(text, language) }
}

function entitiesOf(text: string, language: string): readonly Entity[] {
  const code = codeRangesOf(text)
  const words = wordsOf(text, risingTest(headingRangesOf(text)))
  const family = familyOf(language) ?? guessFamily(words)
  const numbers = numbersOf(text, words, family, risingTest(code))
  const inNumber = risingTest(numbers)
  const inCode = risingTest(code)
  const taken = words.map((word) => inNumber(word.start) || inCode(word.start))
  const names = namesOf(words, family, evidenceOf(words), (index) => taken[index]!).map(({ from, to }): Span => ({
    kind: 'name',
    start: words[from]!.start,
    end: words[to - 1]!.end,
  }))
  const inner = ordered([...numbers, ...names])
  const quotes = quotesOf(text).filter((quote) => !inCode(quote.start))
  return withQuotes(inner, quotes, words).map(({ kind, start, end }) => ({ kind, start, end, text: text.slice(start, end) }))
}

/** Ordered by start; of two that overlap the earlier one stays. */
function ordered(spans: readonly Span[]): Span[] {
  const kept: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end))
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span)
  return kept
}

function withQuotes(inner: readonly Span[], quotes: readonly QuoteSpan[], words: readonly Word[]): Span[] {
  const all: Span[] = []
  let i = 0
  let word = 0
  for (const quote of quotes) {
    while (i < inner.length && inner[i]!.end <= quote.start) all.push(inner[i++]!)
    const first = i
    while (i < inner.length && inner[i]!.start < quote.end) i += 1
    while (word < words.length && words[word]!.end <= quote.start) word += 1
    const crosses = i > first && (inner[first]!.start < quote.start || inner[i - 1]!.end > quote.end)
    if (!crosses && (i === first || isTerm(words, word, quote.end))) all.push({ kind: 'quote', start: quote.start, end: quote.end })
    else all.push(...inner.slice(first, i))
  }
  return [...all, ...inner.slice(i)]
}

/** Whether a quotation is short, or written as a title: most of its words with a capital. */
function isTerm(words: readonly Word[], from: number, end: number): boolean {
  let count = 0
  let capitals = 0
  for (let i = from; i < words.length && words[i]!.start < end; i++) {
    count += 1
    if (isCapital(words[i]!)) capitals += 1
    if (count > LONGEST_TITLE) return false
  }
  return count <= LONGEST_TERM || capitals * 2 > count
}
