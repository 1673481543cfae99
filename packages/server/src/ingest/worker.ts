/** The ingest worker: the only thread that writes. Reads what the gateway captured, analyses it, applies the content policy, and stores it. */
import { randomUUID } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { createIngestWorker } from './ingest-worker.ts'
import type { FromWorker, ToWorker, WorkerSettings } from './protocol.ts'

if (parentPort === null) throw new TypeError('ingest/worker runs as a worker thread')
const port = parentPort
const post = (message: FromWorker): void => port.postMessage(message)

const worker = createIngestWorker(workerData as WorkerSettings, { post, now: Date.now, newId: randomUUID, exit: () => process.exit(1) })
port.on('message', (message: ToWorker) => worker.receive(message))
await worker.open()
