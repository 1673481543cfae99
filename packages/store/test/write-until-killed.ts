// Appends batches until it is killed and prints the number of each one that was acknowledged. See kill.test.ts.
import { sampleAnswer, START } from '../src/conformance/index.ts'
import { openSqliteStore } from '../src/sqlite/index.ts'

const [folder, first] = process.argv.slice(2)
const store = await openSqliteStore(folder!, { mode: 'read-write' })
for (let batch = Number(first); ; batch++) {
  const answers = Array.from({ length: 20 }, (_, i) => {
    const requestId = `${batch}-${i}`
    return sampleAnswer(batch * 20 + i, { trace: { id: `${requestId}.0`, requestId, startedAt: START + batch * 1_000 } })
  })
  await store.traces.append(answers, { batchId: `b${batch}`, receivedAt: START + batch })
  process.stdout.write(`${batch}\n`)
}
