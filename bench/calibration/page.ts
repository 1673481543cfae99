/** The page docs/calibration.md: an introduction, and sections that are made anew one by one. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'

const PAGE = fileURLToPath(new URL('../../docs/calibration.md', import.meta.url))

/** Sections in the order of the page. */
export const ORDER = ['own', 'scikit', 'rules', 'parents', 'choice', 'promises', 'null'] as const
export type SectionName = (typeof ORDER)[number]

const INTRODUCTION = `# What calibration reaches

A calibrated profile says how likely an answer is wrong. This page puts that to labelled answers. Every figure is out of fold, or from answers that the profile has not seen.

This page is made by \`npx tsx --conditions=@logitscope/source bench/calibration.ts --write\` from the shared test data, with seeded random numbers; names of sections behind it make only those anew. The answers are short ones of four open models to TriviaQA, Natural Questions and SciQ (labels by a judge model), of two small models to our own questions (labels by string match), and of two models to MMLU. “ECE” is the calibration error over 15 bins of equal mass. “floor” is what a perfectly calibrated score would show with as many answers. “e^mean” is the mean log-probability used as a probability.`

const markOf = (name: SectionName): string => `<!-- made by bench/calibration.ts ${name} -->`

/** The sections that a page holds, as they stand there. */
export function sectionsOf(page: string): ReadonlyMap<SectionName, string> {
  const found = new Map<SectionName, string>()
  for (const name of ORDER) {
    const at = page.indexOf(markOf(name))
    if (at < 0) continue
    const end = page.indexOf('<!-- made by', at + 1)
    found.set(name, page.slice(at + markOf(name).length, end < 0 ? undefined : end).trim())
  }
  return found
}

/** A text as Prettier leaves it: tables aligned. */
export async function formatted(text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' })
}

/** The page with some sections made anew; the others stay. */
export async function pageWith(made: ReadonlyMap<SectionName, string>, before: string): Promise<string> {
  const kept = sectionsOf(before)
  const parts = ORDER.flatMap((name) => {
    const text = made.get(name) ?? kept.get(name)
    return text === undefined ? [] : [`${markOf(name)}\n\n${text}`]
  })
  return formatted(`${[INTRODUCTION, ...parts].join('\n\n')}\n`)
}

export const readPage = (): string => readFileSync(PAGE, 'utf8')

export async function writePage(made: ReadonlyMap<SectionName, string>): Promise<void> {
  writeFileSync(PAGE, await pageWith(made, readPage()))
}
