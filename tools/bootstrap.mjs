// Installs and builds what is missing or stale, and returns at once when nothing is. Plain JavaScript: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildDashboard } from './build-dashboard.mjs'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const cache = join(root, 'node_modules', '.cache', 'logitscope')

function fail(message) {
  console.error(message)
  process.exit(1)
}

/** Runs a command in the project's root, its output on stderr so that stdout stays the program's own; ends the process on failure. */
export function run(command, args, { quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (result.error) fail(`could not run ${command}: ${result.error.message}`)
  if (result.status !== 0) {
    if (quiet) process.stderr.write((result.stdout ?? '') + (result.stderr ?? ''))
    fail(`${command} ${args.join(' ')} failed with exit code ${result.status ?? result.signal}`)
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) fail(`logitscope needs Node 20.19 or newer; this is Node ${process.versions.node}`)
}

const sha = (text) => createHash('sha256').update(text).digest('hex')
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

function install() {
  const stamp = join(cache, 'installed')
  const wanted = sha(read(join(root, 'package-lock.json')))
  if (read(stamp) === wanted && existsSync(join(root, 'node_modules', '.package-lock.json'))) return
  console.error('installing dependencies (npm ci) …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, wanted)
}

/** Every source file that the build reads, with its size and modification time. */
function sources() {
  const lines = []
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === 'dist') continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (/\.(ts|tsx|json|css|html)$/.test(entry.name) && !entry.name.includes('.test.')) {
        const { size, mtimeMs } = statSync(path)
        lines.push(`${path.slice(root.length)} ${size} ${mtimeMs}`)
      }
    }
  }
  visit(join(root, 'packages'))
  for (const name of ['tsconfig.json', 'tsconfig.base.json']) lines.push(`${name} ${sha(read(join(root, name)))}`)
  return lines.sort()
}

function packageFolders() {
  return readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, 'packages', entry.name))
    .filter((folder) => existsSync(join(folder, 'tsconfig.json')))
}

function build() {
  const stamp = join(cache, 'built')
  const listing = sources()
  const wanted = sha(listing.join('\n'))
  if (read(stamp) === wanted && packageFolders().every((folder) => existsSync(join(folder, 'dist')))) return
  console.error('building …')
  // tsc -b never deletes: output of a file that is gone would stay, so a changed file list starts clean.
  const names = sha(listing.map((line) => line.split(' ')[0]).join('\n'))
  const nameStamp = join(cache, 'file-list')
  if (read(nameStamp) !== names) {
    for (const folder of packageFolders()) {
      rmSync(join(folder, 'dist'), { recursive: true, force: true })
      rmSync(join(folder, 'tsconfig.tsbuildinfo'), { force: true })
    }
  }
  run(process.execPath, [join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc'), '-b'])
  mkdirSync(cache, { recursive: true })
  writeFileSync(nameStamp, names)
  writeFileSync(stamp, wanted)
}

/** Makes the working copy ready to run: dependencies as the lock file says, output newer than its sources. */
export async function ensureReady() {
  checkNode()
  install()
  build()
  await buildDashboard(root, cache)
}
