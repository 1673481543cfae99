import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot, sharedPath } from './shared.ts'
import { VECTOR_FILES } from './vector-files.ts'

const OWN = 'packages/testkit/src/vector-files.test.ts'
const folder = sharedPath('vectors')
const rows = Object.entries(VECTOR_FILES)

/** Paths of the test files of all packages, from the project's root. */
function testFiles(): string[] {
  return readdirSync(join(projectRoot, 'packages'))
    .flatMap((name) => [`packages/${name}/src`, `packages/${name}/test`])
    .filter((path) => existsSync(join(projectRoot, path)))
    .flatMap((path) =>
      readdirSync(join(projectRoot, path), { recursive: true, encoding: 'utf8' }).map((file) => `${path}/${file.replaceAll('\\', '/')}`),
    )
    .filter((path) => path.endsWith('.test.ts') && path !== OWN)
}

const sources = new Map(testFiles().map((path) => [path, readFileSync(join(projectRoot, path), 'utf8')]))

describe('the table of vector files', () => {
  it('says which are used, and which wait', () => {
    const lines = rows.map(([file, { usedIn, waitsFor }]) =>
      [`  ${file}`, ...usedIn.map((test) => `    used in ${test}`), ...(waitsFor === undefined ? [] : [`    waits for ${waitsFor}`])].join(
        '\n',
      ),
    )
    const used = rows.filter(([, row]) => row.usedIn.length > 0).length
    console.log(`${used} of ${rows.length} vector files are used, ${rows.length - used} wait\n${lines.join('\n')}`)
    for (const [file, row] of rows) expect([file, row.usedIn.length > 0 || row.waitsFor !== undefined]).toEqual([file, true])
  })

  it.skipIf(folder === null)('has a row for each file, and no other', () => {
    const files = readdirSync(folder ?? '.').filter((file) => file !== 'INDEX.json')
    expect(Object.keys(VECTOR_FILES).toSorted()).toEqual(files.toSorted())
  })

  it.each(rows)('names the tests that read %s', (file, { usedIn }) => {
    const readers = [...sources].filter(([, source]) => source.includes(file.replace('.json', ''))).map(([path]) => path)
    const row = `the row of ${file} in packages/testkit/src/vector-files.ts must name the tests that mention the file`
    expect([...usedIn].sort(), row).toEqual(readers.sort())
  })
})
