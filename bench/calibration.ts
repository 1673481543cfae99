/**
 * What calibration reaches on labelled answers, as the tables of docs/calibration.md and docs/turkish.md:
 *   npx tsx --conditions=@logitscope/source bench/calibration.ts [own] [scikit] [rules] [parents] [choice] [promises] [null] [turkish]
 *     [--splits N] [--draws N] [--seeds N] [--write]
 * Reads the labelled answers of the shared test data; says so and ends where they are absent. Without names all sections are made. With --write
 * the sections go into docs/calibration.md (all but `turkish`), those that were not asked for stay. `scikit` needs the built command and a Python
 * with scikit-learn (in PYTHON).
 */
import { choiceSection } from './calibration/choice-section.ts'
import { corpusNames } from './calibration/corpora.ts'
import { nullSection } from './calibration/null-section.ts'
import { ownSection } from './calibration/own-section.ts'
import { ORDER, writePage, type SectionName } from './calibration/page.ts'
import { parentsSection } from './calibration/parents-section.ts'
import { promisesSection } from './calibration/promises-section.ts'
import { rulesSection } from './calibration/rules-section.ts'
import { scikitSection } from './calibration/scikit-section.ts'
import { turkishSection } from './calibration/turkish-section.ts'

const args = process.argv.slice(2)
const numberAfter = (name: string, usual: number): number => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : usual)
const splits = numberAfter('--splits', 200)
const draws = numberAfter('--draws', 20)
const seeds = numberAfter('--seeds', 20)

const sections: Readonly<Record<SectionName | 'turkish', () => string | null>> = {
  own: ownSection,
  scikit: scikitSection,
  rules: rulesSection,
  parents: () => parentsSection(Math.max(1, Math.round(draws / 5))),
  choice: () => choiceSection(draws),
  promises: () => promisesSection(splits),
  null: () => nullSection(seeds),
  turkish: turkishSection,
}

const isWritten = args.includes('--write')
if (corpusNames(/^qa-/).length > 0) {
  const all: readonly (SectionName | 'turkish')[] = isWritten ? ORDER : [...ORDER, 'turkish']
  const wanted = all.filter((name) => args.includes(name))
  const made = new Map<SectionName, string>()
  for (const name of wanted.length > 0 ? wanted : all) {
    const text = sections[name]()
    if (text === null) continue
    if (name !== 'turkish') made.set(name, text)
    if (!isWritten) console.log(`${text}\n`)
  }
  if (isWritten) await writePage(made)
}
