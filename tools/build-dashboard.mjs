// Builds the pages into packages/server/assets, each file beside its compressed forms. Returns at once when nothing changed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** What else lies in the folder: recorded traffic of the demo. */
const KEPT = ['demo']
const COMPRESSIBLE = /\.(js|css|html|svg|json)$/

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** What the build reads: the pages, and core, which they share words and scales with. */
function fingerprint(root) {
  const hash = createHash('sha256')
  const folders = ['packages/dashboard/src', 'packages/dashboard/public', 'packages/core/src'].map((name) => join(root, name))
  const single = ['packages/dashboard/index.html', 'packages/dashboard/vite.config.ts', 'packages/dashboard/package.json']
  for (const file of [...folders.flatMap(filesUnder), ...single.map((name) => join(root, name))]) {
    if (file.includes('.test.')) continue
    const { size, mtimeMs } = statSync(file)
    hash.update(`${file.slice(root.length)} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function compress(folder) {
  for (const file of filesUnder(folder)) {
    if (KEPT.some((name) => file.startsWith(join(folder, name)))) continue
    if (!COMPRESSIBLE.test(file)) continue
    const bytes = readFileSync(file)
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
  }
}

/** Builds the pages where they are missing or older than their sources. */
export async function buildDashboard(root, cache) {
  const stamp = join(cache, 'dashboard')
  const assets = join(root, 'packages', 'server', 'assets')
  const wanted = fingerprint(root)
  if (existsSync(join(assets, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('building the pages …')
  mkdirSync(assets, { recursive: true })
  for (const name of readdirSync(assets)) if (!KEPT.includes(name)) rmSync(join(assets, name), { recursive: true })
  const { build } = await import('vite')
  await build({ root: join(root, 'packages', 'dashboard'), logLevel: 'error' })
  compress(assets)
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, wanted)
}
