/**
 * Imported first, for what it does: while the command that serves loads its code, V8 is told to stay small. `--optimize-for-size` also gives every
 * thread that is started under it the smallest young generation, in which answers under way are copied again and again: 1.5 to 2 times the CPU of
 * an answer. So it ends before threads are started (`serveAtSpeed`).
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const [command] = process.argv.slice(2)
const serves = command === undefined || command.startsWith('-') || command === 'serve' || command === 'demo'
if (serves) setFlagsFromString('--optimize-for-size')

/** Lets threads that are started from now on work at full speed. */
export function serveAtSpeed(): void {
  setFlagsFromString('--no-optimize-for-size')
  // Implied by the flag, and not taken back with it; 0: as each thread asks for itself.
  setFlagsFromString('--max-semi-space-size=0')
}

/** How long V8 needs to find out that nothing is allocated any more, and to give pages back, ms. */
const SETTLING_MS = 15_000

/**
 * Collects what loading and starting left behind, once (some 10 ms), and has V8 stay small until it has given the pages back; threads that run
 * keep the young generation that they have. Without it the process holds 150 MB instead of 120 MB, some times and others not.
 */
export function letGoOfStart(): void {
  setFlagsFromString('--optimize-for-size')
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collect()
  setTimeout(serveAtSpeed, SETTLING_MS).unref()
}
