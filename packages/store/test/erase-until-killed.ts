// Erases a user's answers and kills itself once some of them, but not all, are gone. See erase.test.ts.
import { openSqliteStore } from '../src/sqlite/index.ts'

const [folder, user] = process.argv.slice(2)
const { traces } = await openSqliteStore(folder!, { mode: 'read-write' })
const { answers } = await traces.stats()
const erasing = traces.erase({ user: user! }).then(() => console.log('all are gone'))
while ((await traces.stats()).answers === answers) await new Promise((resolve) => setImmediate(resolve))
process.kill(process.pid, 'SIGKILL')
await erasing
