// Fails when a published package's export map names a file that is not there, when publint or attw complain, or when a test file would be packed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { root } from './bootstrap.mjs'

const complaints = []
const packed = mkdtempSync(join(tmpdir(), 'logitscope-pack-'))

function targets(value) {
  return typeof value === 'string' ? [value] : Object.values(value).flatMap(targets)
}

for (const folder of readdirSync(join(root, 'packages'))) {
  const path = join(root, 'packages', folder)
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  for (const target of targets(manifest.exports ?? {})) {
    if (!target.includes('*') && !existsSync(join(path, target)))
      complaints.push(`packages/${folder}: exports name ${target}, which does not exist`)
  }
  if (manifest.private === true) continue
  const { messages } = await publint({ pkgDir: path, strict: true, pack: 'npm' })
  for (const message of messages) complaints.push(`packages/${folder}: ${formatMessage(message, manifest) ?? message.code}`)
  const pack = spawnSync('npm', ['pack', '--json', '--pack-destination', packed, '--loglevel=error'], {
    cwd: path,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (pack.status !== 0) {
    complaints.push(`packages/${folder}: npm pack failed: ${pack.stderr.trim()}`)
    continue
  }
  const described = JSON.parse(pack.stdout)
  const [info] = Array.isArray(described) ? described : Object.values(described)
  for (const file of info.files)
    if (file.path.includes('.test.')) complaints.push(`packages/${folder}: would pack the test file ${file.path}`)
  const attw = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js'),
      join(packed, info.filename),
      '--profile',
      'esm-only',
      '--format',
      'ascii',
      '--no-color',
      '--no-emoji',
    ],
    { encoding: 'utf8' },
  )
  if (attw.status !== 0) complaints.push(`packages/${folder}: types of the packed package are wrong:\n${attw.stdout}${attw.stderr}`)
}
rmSync(packed, { recursive: true, force: true })
for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exit(1)
