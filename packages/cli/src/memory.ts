/** Imported first, for what it does: a server that mostly waits should be small, so V8 is told to give memory back rather than to keep it for speed. */
import { setFlagsFromString } from 'node:v8'

const [command] = process.argv.slice(2)
if (command === undefined || command.startsWith('-') || command === 'serve' || command === 'demo') setFlagsFromString('--optimize-for-size')
