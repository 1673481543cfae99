import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { startDemo } from '@logitscope/server'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { openServer, stopSignal } from '../serving/run-server.ts'
import type { CommandContext } from './command-context.ts'
import { addServingOptions, resolveConfig, type ServingOptions } from './serving-options.ts'

const EXAMPLES = `
Examples:
  $ logitscope demo                       then open http://127.0.0.1:4600
  $ logitscope demo --port 0              on a free port
  $ logitscope demo --data ./demo-data    keep what it stores; without --data it is deleted at the end

The traffic is recorded: a small model answered, and the answers are replayed at a natural pace through the real gateway, store and
rules. Within minutes something goes wrong in it: a loop after 15 seconds, a bad prompt version after one minute, a slow drift after two.`

/** `logitscope demo`: the whole product with recorded traffic, without network and without a key. */
export function registerDemo(program: Command, { host, done }: CommandContext): void {
  addServingOptions(program.command('demo').description('show everything with recorded traffic: no network, no key'))
    .addHelpText('after', EXAMPLES)
    .action(async (options: ServingOptions) => {
      done(await demo(options, host))
    })
}

async function demo(options: ServingOptions, host: Host): Promise<ExitCode> {
  const resolved = await resolveConfig(options, host)
  const isTemporary = resolved.origins.data.kind === 'default'
  const data = isTemporary ? mkdtempSync(join(tmpdir(), 'logitscope-demo-')) : resolved.value.data
  // Logs of single requests would hide the few lines that matter here.
  const logLevel = resolved.origins.logLevel.kind === 'default' ? 'warn' : resolved.value.logLevel
  const stop = stopSignal()
  try {
    const running = await startDemo(
      { ...resolved.value, data, logLevel },
      {
        start: (config, more) => openServer(config, host, more),
        random: Math.random,
        now: Date.now,
        key: host.environment['LOGITSCOPE_KEY'] ?? null,
        onError: (error) => void host.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`),
      },
    )
    await host.stdout.write(`logitscope listens on ${running.server.address}\n`)
    await host.stdout.flush()
    await host.stderr.write(
      'recorded traffic flows through the gateway; a loop, a bad prompt version and a drift come in the next minutes\n',
    )
    await host.stderr.flush()
    await stop
    await running.close()
  } finally {
    if (isTemporary) rmSync(data, { recursive: true, force: true })
  }
  return EXIT.ok
}
