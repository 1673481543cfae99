// Another process on a data folder: says `open` and stays, or says why not and ends. See faults.test.ts.
import { StoreError } from '../src/index.ts'
import { openSqliteStore } from '../src/sqlite/index.ts'

const [folder, how, mode] = process.argv.slice(2)
if (how === 'as-nobody') process.setuid?.(65_534)
try {
  const { traces } = await openSqliteStore(folder!, { mode: mode === 'read' ? 'read' : 'read-write' })
  console.log(mode === 'read' ? `${(await traces.stats()).answers} answers` : 'open')
  setInterval(() => undefined, 1_000)
} catch (error) {
  console.log(StoreError.isInstance(error) ? error.code : String(error))
}
