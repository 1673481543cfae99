/**
 * What calibration reaches on labelled answers, as the tables of docs/calibration.md and docs/turkish.md:
 *   npx tsx --conditions=@logitscope/source bench/calibration.ts [own] [rules] [parents] [choice] [promises] [turkish] [--splits N] [--draws N]
 * Reads the labelled answers of the shared test data; says so and ends where they are absent. Without names all sections are made.
 */
import { choiceSection } from './calibration/choice-section.ts'
import { corpusNames } from './calibration/corpora.ts'
import { ownSection } from './calibration/own-section.ts'
import { parentsSection } from './calibration/parents-section.ts'
import { promisesSection } from './calibration/promises-section.ts'
import { rulesSection } from './calibration/rules-section.ts'
import { turkishSection } from './calibration/turkish-section.ts'

const args = process.argv.slice(2)
const numberAfter = (name: string, usual: number): number => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : usual)
const splits = numberAfter('--splits', 200)
const draws = numberAfter('--draws', 20)

const sections: Readonly<Record<string, () => string>> = {
  own: ownSection,
  rules: rulesSection,
  parents: () => parentsSection(Math.max(1, Math.round(draws / 5))),
  choice: () => choiceSection(draws),
  promises: () => promisesSection(splits),
  turkish: turkishSection,
}

if (corpusNames(/^qa-/).length > 0) {
  const wanted = Object.keys(sections).filter((name) => args.includes(name))
  for (const name of wanted.length > 0 ? wanted : Object.keys(sections)) console.log(`${sections[name]?.() ?? ''}\n`)
}
