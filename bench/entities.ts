/**
 * How well the rules find entities: spans of names against the Turkish development set (where it is at hand), all kinds against the hand-written
 * sentences of packages/core/test/entities, and the speed. Prints the tables of docs/entities.md.
 * Run: npx tsx --conditions=@logitscope/source bench/entities.ts
 */
import { readText, sharedPath } from '@logitscope/testkit'
import { createRuleEntityFinder } from '../packages/core/src/detect/entities/index.ts'
import { labelledTexts } from '../packages/core/test/entities/labelled.ts'

interface Span {
  readonly start: number
  readonly end: number
}

interface Sentence {
  readonly text: string
  readonly spans: readonly Span[]
}

const finder = createRuleEntityFinder()

/** A sentence of the development set, one word a row: words joined by spaces, endings and closing punctuation to the word before. */
function sentenceOf(rows: readonly (readonly [word: string, tag: string])[]): Sentence {
  const spans: { start: number; end: number }[] = []
  let text = ''
  let isOpen = false
  let joins = true
  let before = 'O'
  for (const [word, tag] of rows) {
    const isMark = word === '"' || word === "'"
    if (!joins && !/^[,.;:!?)\]…]/.test(word) && !/^'./.test(word) && !(isMark && isOpen)) text += ' '
    const start = text.length
    text += word
    joins = word === '(' || word === '[' || (isMark && !isOpen)
    if (isMark) isOpen = !isOpen
    if (tag !== 'O' && tag === before) spans.at(-1)!.end = text.length
    else if (tag !== 'O') spans.push({ start, end: text.length })
    before = tag
  }
  return { text, spans }
}

function sentencesOf(path: string): Sentence[] {
  const sentences: Sentence[] = []
  let rows: (readonly [string, string])[] = []
  for (const line of [...readText(path).split('\n'), '']) {
    const parts = line.trim().split(/\s+/)
    if (line.startsWith('-DOCSTART-')) continue
    if (line.trim() !== '') rows.push([parts[0]!, parts.at(-1)!])
    else if (rows.length > 0) {
      sentences.push(sentenceOf(rows))
      rows = []
    }
  }
  return sentences
}

/** Ten sentences at a time, each on a line: what stands elsewhere in a text helps. */
function inTens(sentences: readonly Sentence[]): Sentence[] {
  const texts: Sentence[] = []
  for (let i = 0; i < sentences.length; i += 10) {
    let text = ''
    const spans: Span[] = []
    for (const sentence of sentences.slice(i, i + 10)) {
      for (const { start, end } of sentence.spans) spans.push({ start: start + text.length, end: end + text.length })
      text += `${sentence.text}.\n`
    }
    texts.push({ text, spans })
  }
  return texts
}

function row(name: string, texts: readonly Sentence[], find: (text: string) => readonly Span[]): string {
  let gold = 0
  let found = 0
  let goldMet = 0
  let foundMet = 0
  let exact = 0
  for (const { text, spans } of texts) {
    const names = find(text)
    const meets = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end
    gold += spans.length
    found += names.length
    goldMet += spans.filter((span) => names.some((other) => meets(span, other))).length
    foundMet += names.filter((span) => spans.some((other) => meets(span, other))).length
    exact += spans.filter((span) => names.some((other) => span.start === other.start && span.end === other.end)).length
  }
  const recall = goldMet / gold
  const precision = foundMet / found
  const cells = [
    `${recall.toFixed(3)} (${goldMet}/${gold})`,
    `${precision.toFixed(3)} (${foundMet}/${found})`,
    ((2 * recall * precision) / (recall + precision)).toFixed(3),
    (exact / gold).toFixed(3),
    (exact / found).toFixed(3),
  ]
  return `| ${name} | ${cells.join(' | ')} |`
}

const HEAD = '| | overlap recall | overlap precision | F1 | exact recall | exact precision |\n|---|---|---|---|---|---|'
const path = sharedPath('datasets/ner-tr-dev.txt.gz')
if (path !== null) {
  const all = sentencesOf(path)
  const half = Math.floor(all.length / 2)
  const names = (text: string): readonly Span[] => finder.find(text, 'tr').filter(({ kind }) => kind === 'name')
  console.log('Turkish names, a sentence at a time\n')
  console.log(HEAD)
  console.log(row('first 500 sentences', all.slice(0, 500), names))
  console.log(row('the other 2,326', all.slice(500), names))
  console.log(row('first half (developed on)', all.slice(0, half), names))
  console.log(row('second half (not looked at)', all.slice(half), names))
  console.log(row('second half, ten sentences a text', inTens(all.slice(half)), names))
}

console.log('\nHand-written sentences, all kinds\n')
console.log(HEAD)
for (const [language, tag] of [
  ['english', 'en'],
  ['turkish', 'tr'],
] as const) {
  const texts = labelledTexts(language).map(({ text, entities }) => ({ text, spans: entities }))
  console.log(row(`${language}, ${texts.length} texts`, texts, (text) => finder.find(text, tag)))
}

const sample = labelledTexts('english')
  .map(({ text }) => text)
  .join('\n\n')
const megabyte = sample.repeat(Math.ceil(1e6 / sample.length))
finder.find(megabyte, 'en')
const started = performance.now()
const count = finder.find(megabyte, 'en').length
console.log(
  `\n${(megabyte.length / 1e6).toFixed(1)} million characters with ${count} entities: ${(performance.now() - started).toFixed(0)} ms`,
)
