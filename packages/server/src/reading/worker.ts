/** A reading thread: opens the store read-only and answers queries, so that a heavy one holds up neither forwarding nor writing. */
import { serveStore, StoreError } from '@logitscope/store'
import { parentPort, workerData } from 'node:worker_threads'
import { openReader, type OpenedStore } from '../threads/store-access.ts'
import type { FromReader, ReaderSettings, ToReader } from './protocol.ts'

if (parentPort === null) throw new TypeError('reading/worker runs as a worker thread')
const port = parentPort
const post = (message: FromReader): void => port.postMessage(message)

let opened: OpenedStore | null = null
let failed = false
const early: ToReader[] = []

function receive(message: ToReader): void {
  if (opened === null && !failed) {
    early.push(message)
    return
  }
  if (message.kind === 'stop') {
    void opened?.traces.close().finally(() => port.close())
    return
  }
  if (opened === null) message.port.close()
  else serveStore(message.port, opened)
}

port.on('message', receive)
try {
  opened = await openReader((workerData as ReaderSettings).data, () => post({ kind: 'file-damaged' }))
} catch (error) {
  failed = true
  const code = StoreError.isInstance(error) ? error.code : 'unavailable'
  post({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) })
}
for (const message of early.splice(0)) receive(message)
