// Fails when opening the first page loads more than its budget, gzipped: the document, what it names, and the words of the larger language.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './bootstrap.mjs'

const BUDGET_BYTES = 45_000
const assets = join(root, 'packages', 'server', 'assets')
const size = (path) => gzipSync(readFileSync(join(assets, path)), { level: 9 }).length

/** Chunks that a chunk imports before it runs. */
function importsOf(path) {
  const text = readFileSync(join(assets, path), 'utf8')
  return [...text.matchAll(/(?:^|[;}])import(?:[^"'()]*from)?["']\.\/([^"']+)["']/g)].map((found) => `assets/${found[1]}`)
}

const index = readFileSync(join(assets, 'index.html'), 'utf8')
const files = new Set(['index.html', ...[...index.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((found) => found[1])])
const words = readdirSync(join(assets, 'assets')).filter((name) => /^speak-\w+-.*\.js$/.test(name))
if (words.length !== 2) throw new Error(`expected the words of two languages, found ${words.join(', ')}`)
words.sort((a, b) => size(`assets/${b}`) - size(`assets/${a}`))
files.add(`assets/${words[0]}`)
for (const file of files)
  if (file.endsWith('.js')) for (const imported of importsOf(file)) if (existsSync(join(assets, imported))) files.add(imported)

const total = [...files].reduce((sum, file) => sum + size(file), 0)
const report = [...files].map((file) => `${file} ${size(file)}`).join('\n')
console.log(`first load of the pages: ${total} bytes gzipped of ${BUDGET_BYTES}`)
if (process.argv.includes('--list')) console.log(report)
if (total > BUDGET_BYTES) {
  console.error(`more than the budget:\n${report}`)
  process.exit(1)
}
