import type { Command } from 'commander'
import { findUpstreams, type RunningServer, type ServerConfig } from '@logitscope/server'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { openServer, stopSignal } from '../serving/run-server.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { addServingOptions, resolveConfig, type ServingOptions } from './serving-options.ts'

const EXAMPLES = `
Examples:
  $ logitscope --upstream https://api.openai.com/v1         then use http://127.0.0.1:4600/v1 as the base URL
  $ logitscope --upstream http://127.0.0.1:8080/v1          in front of a local llama-server
  $ logitscope --upstream fast=http://a/v1 --upstream slow=http://b/v1
                                                            several: /upstreams/fast/…, /upstreams/slow/…; the first is /v1
  $ logitscope                                              no upstream yet: the page shows how to set one up

The standard output holds one line, with the address. Logs are JSON lines on the standard error.
SIGINT or SIGTERM stops: running answers may end, what was captured is written; a second one ends at once.`

/** `logitscope` (and `logitscope serve`): gateway, store, API and pages on one port. */
export function registerServe(program: Command, { host, done }: CommandContext): void {
  addServingOptions(
    program
      .command('serve', { isDefault: true })
      .description('serve the gateway, the API and the pages (this is what happens without a command)'),
  )
    .argument('[unknown]')
    .addHelpText('after', EXAMPLES)
    .action(async (unknown: string | undefined, options: ServingOptions) => {
      if (unknown !== undefined) throw new UsageError(`there is no command "${unknown}" (see logitscope --help)`)
      const { value } = await resolveConfig(options, host)
      done(await serve(value, host))
    })
}

/** Without an upstream: says what was found on the usual local ports, so that the next start can name it. */
async function tellFound(server: RunningServer, host: Host): Promise<void> {
  const found = await findUpstreams(server.port)
  const lines =
    found.length === 0
      ? ['no upstream is configured and none was found on the usual local ports: start with --upstream URL']
      : [
          'no upstream is configured. Found:',
          ...found.map(
            ({ name, url, models }) => `  ${name}: logitscope --upstream ${url}${models[0] === undefined ? '' : `   (${models[0]})`}`,
          ),
        ]
  await host.stderr.write(`${[...lines, `set-up: ${server.address}/`].join('\n')}\n`)
  await host.stderr.flush()
}

async function serve(config: ServerConfig, host: Host): Promise<ExitCode> {
  const stop = stopSignal()
  const server = await openServer(config, host)
  await host.stdout.write(`logitscope listens on ${server.address}\n`)
  await host.stdout.flush()
  if (config.upstreams.length === 0) await tellFound(server, host)
  await stop
  await server.close()
  return EXIT.ok
}
