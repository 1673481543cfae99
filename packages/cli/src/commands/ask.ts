import type { Command } from 'commander'
import { askChat } from '../ask/ask-chat.ts'
import { firstModel, type Endpoint } from '../ask/endpoint.ts'
import { liveTokens } from '../ask/live-tokens.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { voiceOf, type Host } from '../host.ts'
import { loadProfile } from '../load-profile.ts'
import { createAnalyzer } from '../pipeline/analyzer.ts'
import type { Answer } from '../pipeline/answer.ts'
import { answerLine } from '../pipeline/json-line.ts'
import { answerReport } from '../report/answer-report.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'
import { wholeNumber } from './parse-number.ts'

interface AskOptions {
  readonly upstream?: string
  readonly model?: string
  readonly system?: string
  readonly temperature?: number
  readonly maxTokens?: number
  readonly topLogprobs: number
  readonly keyVariable: string
  readonly profile?: string
  readonly language?: string
  readonly json?: boolean
  readonly perToken?: boolean
  readonly color?: boolean
}

const LOCAL = 'http://127.0.0.1:4600/v1'

const EXAMPLES = `
Examples:
  $ logitscope ask What is the capital of Turkey?      through the gateway on this machine
  $ logitscope ask --upstream https://api.openai.com/v1 --model gpt-4o-mini "Who wrote Dune?"
                                                       straight to a provider, with the key of OPENAI_API_KEY
  $ echo "Say hello." | logitscope ask --json          one line of JSON, as analyze gives it

Without --upstream: OPENAI_BASE_URL where it is set, else ${LOCAL}.`

function temperatureOf(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0) || !Number.isFinite(value))
    throw new UsageError(`--temperature must be a number from 0 on, got "${text}"`)
  return value
}

/** `logitscope ask`: one question, its answer coloured by probability, and the table of its tokens. */
export function registerAsk(program: Command, { host, done }: CommandContext): void {
  program
    .command('ask')
    .description('ask a model one question and show how sure it was of each token')
    .argument('[prompt...]', 'the question; without one it is read from the standard input')
    .option('--upstream <url>', 'base URL of an OpenAI-compatible API')
    .option('--model <name>', 'model to ask (default: the first one that the server names)')
    .option('--system <text>', 'system message')
    .option('--temperature <t>', 'sampling temperature', temperatureOf)
    .option('--max-tokens <n>', 'longest answer', wholeNumber(1))
    .option('--top-logprobs <n>', 'alternatives asked for', wholeNumber(0), 5)
    .option('--key-variable <name>', "environment variable with the provider's key", 'OPENAI_API_KEY')
    .option('--profile <file>', 'thresholds, bands and rules; default: the starting profile')
    .option('--language <tag>', 'language of the answer; default: detected')
    .option('--json', 'one line of JSON, nothing else')
    .option('--per-token', 'with --json: the numbers of every token too')
    .option('--color', 'colour the output even where it is no terminal')
    .option('--no-color', 'never colour (also: NO_COLOR)')
    .addHelpText('after', EXAMPLES)
    .action(async (words: string[], options: AskOptions) => {
      done(await ask(words, options, host))
    })
}

async function promptOf(words: readonly string[], host: Host): Promise<string> {
  if (words.length > 0) return words.join(' ')
  if (host.stdinIsTerminal) throw new UsageError('nothing to ask: write the question behind the command, or pipe it in')
  const blocks: Uint8Array[] = []
  for await (const block of host.stdin) blocks.push(block)
  const text = Buffer.concat(blocks).toString().trim()
  if (text === '') throw new UsageError('nothing to ask: the standard input is empty')
  return text
}

function endpointOf(options: AskOptions, host: Host): Endpoint {
  const given = options.upstream ?? host.environment['OPENAI_BASE_URL'] ?? LOCAL
  if (!URL.canParse(given)) throw new UsageError(`--upstream takes a URL such as ${LOCAL}, got "${given}"`)
  const key = host.environment[options.keyVariable]
  return { baseUrl: given.replace(/\/+$/, ''), headers: key === undefined || key === '' ? {} : { authorization: `Bearer ${key}` } }
}

async function ask(words: readonly string[], options: AskOptions, host: Host): Promise<ExitCode> {
  if (options.perToken === true && options.json !== true) throw new UsageError('--per-token goes with --json')
  const prompt = await promptOf(words, host)
  const profile = await loadProfile(options.profile)
  const endpoint = endpointOf(options, host)
  const model = options.model ?? (await firstModel(endpoint))
  const voice = voiceOf(host, options.color)
  const isLive = options.json !== true && host.stdoutIsTerminal
  const result = await askChat(
    endpoint,
    {
      model,
      prompt,
      topLogprobs: options.topLogprobs,
      ...(options.system === undefined ? {} : { system: options.system }),
      ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
      ...(options.maxTokens === undefined ? {} : { maxTokens: options.maxTokens }),
    },
    { now: Date.now, random: Math.random },
    isLive ? liveTokens(host.stdout, profile, voice.style) : () => Promise.resolve(),
  )
  if (isLive) await host.stdout.write('\n\n')
  const analyze = await createAnalyzer(profile, options.language)
  for (const [index, trace] of result.traces.entries()) {
    const answer: Answer = { kind: 'answer', number: index + 1, file: endpoint.baseUrl, index, trace, analysis: analyze(trace) }
    if (options.json === true) await host.stdout.write(answerLine(answer, { perToken: options.perToken === true }))
    else for (const line of answerReport(answer, profile, voice)) await host.stdout.write(`${line}\n`)
  }
  for (const issue of result.issues) await host.stderr.write(`${issue.code}: ${issue.message}\n`)
  return result.traces.length === 0 || result.traces.some((trace) => trace.output.error !== undefined) ? EXIT.bad : EXIT.ok
}
