// `npm run check`: everything that can be known about the code without running it.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureReady, root } from './bootstrap.mjs'

await ensureReady()
const bin = (...parts) => join(root, 'node_modules', ...parts)
const steps = [
  ['types', [bin('@typescript', 'native', 'bin', 'tsc'), '-p', 'tsconfig.tests.json']],
  ['lint', [bin('eslint', 'bin', 'eslint.js'), '--cache', '--cache-location', 'node_modules/.cache/eslint/', '--max-warnings', '0', '.']],
  ['format', [bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '--cache', '.']],
  ['layers', [join('tools', 'check-layers.mjs')]],
  ['exports', [join('tools', 'check-exports.mjs')]],
  ['size', [join('tools', 'check-size.mjs')]],
  ['dead code', [bin('knip', 'bin', 'knip.js'), '--no-progress']],
]
const failed = []
for (const [name, args] of steps) {
  const started = performance.now()
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`)
  process.exit(1)
}
