#!/usr/bin/env node
import './memory.ts'
import { EXIT } from './exit-code.ts'
import { processHost } from './host.ts'
import { run } from './program.ts'
import { OutputClosed } from './terminal/writer.ts'

try {
  process.exitCode = await run(process.argv.slice(2), processHost())
} catch (error) {
  // A reader that has seen enough (`| head`) is no failure.
  if (error instanceof OutputClosed) process.exit(EXIT.ok)
  process.stderr.write(
    `error: ${error instanceof Error ? (process.env['DEBUG'] === undefined ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
  )
  process.exitCode = EXIT.bad
}
