import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { corpusNames } from './corpora.ts'
import { ownRowOf } from './own-section.ts'
import { formatted, ORDER, pageWith, readPage, sectionsOf } from './page.ts'
import { turkishSection } from './turkish-section.ts'

const names = corpusNames(/^own-gemma/)
if (names.length === 0)
  console.warn('the shared test data are not here: that docs/calibration.md holds what the command finds is not tested')

const cellsOf = (line: string): string =>
  line
    .split('|')
    .map((cell) => cell.trim())
    .join('|')

describe('docs/calibration.md', () => {
  it('is as its generator writes it, all sections there', async () => {
    const page = readPage()
    expect([...sectionsOf(page).keys()]).toEqual([...ORDER])
    expect(await pageWith(new Map(), page)).toBe(page)
  })

  it('keeps the sections that are not made anew', async () => {
    const before = await formatted(
      '# Old\n\n<!-- made by bench/calibration.ts own -->\n\na\n\n<!-- made by bench/calibration.ts rules -->\n\nb\n',
    )
    const after = await pageWith(new Map([['rules', 'c']]), before)
    expect(sectionsOf(after)).toEqual(
      new Map([
        ['own', 'a'],
        ['rules', 'c'],
      ]),
    )
  })

  it.skipIf(names.length === 0).each(names)('holds what is found for %s now', (name) => {
    const own = sectionsOf(readPage()).get('own') ?? ''
    const row = ownRowOf(name)
    expect(own.split('\n').map(cellsOf)).toContain(cellsOf(`| ${row.join(' | ')} |`))
  })
})

it.skipIf(names.length === 0)('docs/turkish.md holds what is found now', async () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/turkish.md', import.meta.url)), 'utf8')
  expect(page).toContain(await formatted(turkishSection()))
})

it('bench/calibration.ts is what the page says it is made by', () => {
  const source = readFileSync(fileURLToPath(new URL('../calibration.ts', import.meta.url)), 'utf8')
  for (const name of ORDER) expect(source).toContain(`${name}:`)
})
