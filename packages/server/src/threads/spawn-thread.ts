import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/** What a worker of sources needs: a loader of TypeScript, which is there in a clone and nowhere else. */
function sourceEntry(module: URL): URL {
  const loader = createRequire(import.meta.url)
    .resolve('tsx/esm/api')
    .replace(/\.cjs$/, '.mjs')
  const code = `import { register } from ${JSON.stringify(pathToFileURL(loader).href)}; register(); await import(${JSON.stringify(module.href)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

/**
 * Starts a thread from a module beside the caller, named without its extension: `spawnThread(import.meta.url, './worker', …)`.
 * Built, that is a `.js`; run from source (tests, `tsx`) it is the `.ts` itself.
 */
export function spawnThread(caller: string, name: string, options: WorkerOptions): Worker {
  const isSource = caller.endsWith('.ts')
  const module = new URL(`${name}${isSource ? '.ts' : '.js'}`, caller)
  if (!isSource) return new Worker(module, options)
  return new Worker(sourceEntry(module), { ...options, execArgv: ['--conditions=@logitscope/source'] })
}
