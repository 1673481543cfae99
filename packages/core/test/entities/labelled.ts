/** Reads sentences with their entities marked in brackets: `[n:Marie Curie] was born in [d:1867].` */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { EntityKind } from '../../src/model/entity-finder.ts'

export interface LabelledEntity {
  readonly kind: EntityKind
  readonly start: number
  readonly end: number
}

export interface LabelledText {
  readonly text: string
  readonly entities: readonly LabelledEntity[]
}

const KINDS: Readonly<Record<string, EntityKind>> = { n: 'name', d: 'date', q: 'quantity', '#': 'number', s: 'quote' }

/** The labelled texts of `english.txt` or `turkish.txt`. */
export function labelledTexts(language: 'english' | 'turkish'): LabelledText[] {
  return readFileSync(fileURLToPath(new URL(`./${language}.txt`, import.meta.url)), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# Hand') && !line.startsWith('# Elle'))
    .map(parse)
}

function parse(line: string): LabelledText {
  const entities: LabelledEntity[] = []
  let text = ''
  let last = 0
  const source = line.replaceAll('\\n', '\n')
  for (const match of source.matchAll(/\[([ndqs#]):([^\]]+)\]/g)) {
    text += source.slice(last, match.index)
    entities.push({ kind: KINDS[match[1]!]!, start: text.length, end: text.length + match[2]!.length })
    text += match[2]!
    last = match.index + match[0].length
  }
  return { text: text + source.slice(last), entities }
}
