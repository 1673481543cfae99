// `npm start`: the main job, with recorded traffic: gateway, store, API and pages on http://127.0.0.1:4600. Arguments go on to `logitscope demo`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureReady, root } from './bootstrap.mjs'

await ensureReady()
const args = process.argv.slice(2)
if (!args.includes('--build-only')) {
  const child = spawn(process.execPath, [join(root, 'packages', 'cli', 'dist', 'main.js'), 'demo', ...args], { stdio: 'inherit' })
  // A signal to the group reaches the child by itself; one to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1))
}
