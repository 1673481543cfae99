/**
 * Loaded into every thread of the server under test (`node --import`): looks at the heap twice a second and appends a line every ten seconds to the
 * file that SOAK_PROBE names. `heapLeast` is the least heap in use since the last line, which is what a collection left over. SIGUSR2 writes a heap
 * snapshot of the main thread beside the file.
 */
/* global setInterval */
import { appendFileSync } from 'node:fs'
import { getHeapSnapshot, getHeapStatistics } from 'node:v8'
import { createWriteStream } from 'node:fs'
import { isMainThread, threadId } from 'node:worker_threads'

const file = process.env.SOAK_PROBE
if (file !== undefined) {
  let least = Infinity
  const look = setInterval(() => {
    least = Math.min(least, getHeapStatistics().used_heap_size)
  }, 500)
  const tell = setInterval(() => {
    const { heapUsed, heapTotal, external, arrayBuffers, rss } = process.memoryUsage()
    const heapLeast = Math.min(least, heapUsed)
    least = Infinity
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), threadId, heapLeast, heapUsed, heapTotal, external, arrayBuffers, rss })}\n`)
  }, 10_000)
  look.unref()
  tell.unref()
  if (isMainThread) process.on('SIGUSR2', () => getHeapSnapshot().pipe(createWriteStream(`${file}.${Date.now()}.heapsnapshot`)))
}
