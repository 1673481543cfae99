import { Command, CommanderError } from 'commander'
import type { CommandContext } from './commands/command-context.ts'
import { registerAnalyze } from './commands/analyze.ts'
import { registerAsk } from './commands/ask.ts'
import { registerCalibrate } from './commands/calibrate.ts'
import { registerConfig } from './commands/config.ts'
import { registerCheck } from './commands/check.ts'
import { registerConvert } from './commands/convert.ts'
import { registerDemo } from './commands/demo.ts'
import { registerBackup } from './commands/backup.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerExport } from './commands/export.ts'
import { registerImport } from './commands/import.ts'
import { registerTail } from './commands/tail.ts'
import { registerLint } from './commands/lint.ts'
import { registerLogprob } from './commands/logprob.ts'
import { registerScore } from './commands/score.ts'
import { registerServe } from './commands/serve.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Host } from './host.ts'
import { OutputClosed } from './terminal/writer.ts'
import { UsageError } from './usage-error.ts'
import { version } from './version.ts'

/** Every command, in the order of the help. */
const COMMANDS: readonly ((program: Command, context: CommandContext) => void)[] = [
  registerServe,
  registerAnalyze,
  registerLint,
  registerConvert,
  registerCheck,
  registerLogprob,
  registerDemo,
  registerCalibrate,
  registerScore,
  registerAsk,
  registerTail,
  registerImport,
  registerExport,
  registerBackup,
  registerDoctor,
  registerConfig,
]

/** Runs the command line and returns its exit code; never throws for what a person could have done wrong. */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok
  const texts: { readonly to: 'stdout' | 'stderr'; readonly text: string }[] = []
  const program = new Command('logitscope')
    .description('Reads the log-probabilities of language models and says what they are worth.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError('(see logitscope --help)')
    .configureOutput({ writeOut: (text) => texts.push({ to: 'stdout', text }), writeErr: (text) => texts.push({ to: 'stderr', text }) })
    .exitOverride()
  for (const register of COMMANDS) register(program, { host, done: (result) => (code = result) })
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    code = await explain(error, host)
  }
  for (const { to, text } of texts) await host[to].write(text)
  await host.stderr.flush()
  await host.stdout.flush()
  return code
}

async function explain(error: unknown, host: Host): Promise<ExitCode> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.bad
  if (error instanceof OutputClosed) throw error
  if (error instanceof UsageError) {
    await host.stderr.write(`error: ${error.message}\n`)
    return EXIT.bad
  }
  throw error
}
