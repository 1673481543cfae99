import { Option, type Command } from 'commander'
import { createSseParser } from '@logitscope/adapters'
import {
  driftSentences,
  say,
  storeSentences,
  visibleText,
  type AlertRecord,
  type AnswerSummary,
  type LiveEvent,
  verdictName,
} from '@logitscope/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { voiceOf, type Host } from '../host.ts'
import { FILTERS } from '../pipeline/filters.ts'
import { jsonLine } from '../pipeline/json-line.ts'
import { addServerOptions, callServer, findServer, type ServerAccess, type ServerOptions } from '../remote/local-server.ts'
import { actionPaint } from '../report/verdict-lines.ts'
import type { Voice } from '../report/voice.ts'
import { stopSignal } from '../serving/run-server.ts'
import { truncateEnd } from '../terminal/display-width.ts'
import { UsageError } from '../usage-error.ts'
import type { CommandContext } from './command-context.ts'

interface TailOptions extends ServerOptions {
  readonly json?: boolean
  readonly only?: string
  readonly ofProject?: string
  readonly alerts?: boolean
  readonly color?: boolean
}

const EXAMPLES = `
Examples:
  $ logitscope tail                          every answer and alert as it comes
  $ logitscope tail --only flagged           answers whose verdict is not pass
  $ logitscope tail --alerts                 alerts alone
  $ logitscope tail --json | jq .answer.metrics.avgLogprob
                                             events as lines of JSON`

const EVENT_LIMIT = 8 * 1024 * 1024
const PAUSE_MS = 1_000

/** `logitscope tail`: what a running server sees, live in the terminal. */
export function registerTail(program: Command, { host, done }: CommandContext): void {
  addServerOptions(program.command('tail').description('show answers and alerts of a running server as they come'))
    .option('--json', 'events as lines of JSON')
    .addOption(new Option('--only <which>', 'only answers with this verdict; flagged: any but pass').choices(FILTERS))
    .option('--of-project <name>', 'only answers of this project')
    .option('--alerts', 'alerts alone')
    .option('--color', 'colour the output even where it is no terminal')
    .option('--no-color', 'never colour (also: NO_COLOR)')
    .addHelpText('after', EXAMPLES)
    .action(async (options: TailOptions) => {
      done(await tail(options, host))
    })
}

function isShown(event: LiveEvent, options: TailOptions): boolean {
  if (event.kind !== 'answer-stored') return event.kind === 'alert-changed' || event.kind === 'gap'
  const { answer } = event
  if (options.alerts === true || (options.ofProject !== undefined && answer.project !== options.ofProject)) return false
  if (options.only === undefined) return true
  return options.only === 'flagged'
    ? answer.verdict.action !== 'pass' || answer.hallucination.flagged
    : answer.verdict.action === options.only
}

const timeOf = (at: number): string => new Date(at).toTimeString().slice(0, 8)

function answerText(answer: AnswerSummary, voice: Voice): string {
  const { style, numbers, messages } = voice
  const mean = answer.metrics.avgLogprob === null ? '–' : numbers.number(answer.metrics.avgLogprob, 2)
  const called = verdictName(answer)
  const verdict = actionPaint(called, voice)(messages.actions[called].name.padEnd(8))
  const facts = `${visibleText(answer.project)} · ${visibleText(answer.model)}`
  const line = `${facts}  ${visibleText(answer.preview ?? '').trim()}`
  return `${style.dim(timeOf(answer.receivedAt))} ${mean.padStart(6)} ${verdict} ${truncateEnd(line, Math.max(20, voice.columns - 26))}`
}

/** What changed, one thing a line, below the line of the alert. */
function driftText({ event }: AlertRecord, { style, numbers, messages }: Voice): string {
  if (event.drift === undefined) return ''
  const { project, alarm } = event.drift
  const examples = alarm.examples.map(({ traceId }) => visibleText(traceId)).join(' ')
  const lines = [
    `project ${visibleText(project)}, since ${new Date(alarm.since).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    ...driftSentences(alarm, messages, numbers),
    ...(examples === '' ? [] : [`for example ${examples}`]),
  ]
  return lines.map((line) => `\n         ${style.dim(line)}`).join('')
}

/** What is wrong with the store and what to do, one thing a line, below the line of the alert. */
function storeText({ event }: AlertRecord, { style, messages }: Voice): string {
  if (event.store === undefined) return ''
  return storeSentences(event.store, messages)
    .map((line) => `\n         ${style.dim(line)}`)
    .join('')
}

function alertText(alert: AlertRecord, voice: Voice): string {
  const { event, rule } = alert
  const { style, numbers } = voice
  const paint = rule.severity === 'critical' ? style.bad : rule.severity === 'warning' ? style.warn : style.dim
  const value =
    event.value === null || event.drift !== undefined
      ? ''
      : ` (${numbers.number(event.value, 3)}, threshold ${event.threshold === null ? '–' : numbers.number(event.threshold, 3)})`
  const held = event.held > 0 ? `, and ${event.held} more` : ''
  return `${style.dim(timeOf(event.at))} ${paint(`alert ${event.kind.replace('alert-', '')}: ${visibleText(rule.name)}`)}${value}${held}${driftText(alert, voice)}${storeText(alert, voice)}`
}

function textOf(event: LiveEvent, voice: Voice): string {
  if (event.kind === 'answer-stored') return answerText(event.answer, voice)
  if (event.kind === 'alert-changed') return alertText(event.alert, voice)
  if (event.kind === 'gap')
    return voice.style.dim(event.missed === null ? '… some events were missed' : `… ${event.missed} events were not sent`)
  return say({}, event.kind)
}

/** Reads one connection's events until it ends; gives back the last id. */
async function follow(
  server: ServerAccess,
  lastId: string,
  signal: AbortSignal,
  take: (event: LiveEvent) => Promise<void>,
): Promise<string> {
  const headers = lastId === '' ? {} : { 'last-event-id': lastId }
  const response = await callServer(server, '/api/live', { headers, signal })
  const parser = createSseParser(EVENT_LIMIT)
  let last = lastId
  if (response.body === null) return last
  for await (const piece of response.body as AsyncIterable<Uint8Array>)
    for (const { data, id } of parser.push(piece)) {
      await take(JSON.parse(data) as LiveEvent)
      if (id !== '') last = id
    }
  return last
}

async function tail(options: TailOptions, host: Host): Promise<ExitCode> {
  const server = await findServer(options, host)
  if (server === null) throw new UsageError('no logitscope runs here: start it, or name one with --server')
  const voice = voiceOf(host, options.color)
  const stopping = new AbortController()
  void stopSignal().then(() => stopping.abort())
  const take = async (event: LiveEvent): Promise<void> => {
    if (!isShown(event, options)) return
    await host.stdout.write(options.json === true ? jsonLine(event) : `${textOf(event, voice)}\n`)
    await host.stdout.flush()
  }
  await host.stderr.write(`following ${server.address} (end with Ctrl-C)\n`)
  await host.stderr.flush()
  let last = ''
  const isStopped = (): boolean => stopping.signal.aborted
  while (!isStopped()) {
    try {
      last = await follow(server, last, stopping.signal, take)
    } catch (error) {
      if (isStopped()) break
      if (!(error instanceof UsageError)) throw error
      await host.stderr.write(`${error.message}; trying again\n`)
      await host.stderr.flush()
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  return EXIT.ok
}
