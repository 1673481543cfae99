// `npm test`: everything this machine can run, closing with one plain line. Arguments go on to Vitest.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureReady, root } from './bootstrap.mjs'

await ensureReady()
const counts = join(root, 'node_modules', '.cache', 'logitscope', 'test-counts.json')
rmSync(counts, { force: true })
const result = spawnSync(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
let line
try {
  const { passed, failed, skipped } = JSON.parse(readFileSync(counts, 'utf8'))
  line = `${passed} passed, ${failed} failed, ${skipped} skipped`
  if (failed > 0 && result.status === 0) process.exitCode = 1
} catch {
  line = '0 passed, 1 failed, 0 skipped'
  process.exitCode = 1
}
if (result.status !== 0) process.exitCode = result.status ?? 1
console.log(line)
