// `npm start`: the main job. Until the server exists it analyses the example answers that the project recorded.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureReady, root } from './bootstrap.mjs'

await ensureReady()
const args = process.argv.slice(2)
const { status } = spawnSync(
  process.execPath,
  [join(root, 'packages', 'cli', 'dist', 'main.js'), 'analyze', join(root, 'examples', 'recorded'), ...args],
  { stdio: 'inherit' },
)
process.exit(status ?? 1)
