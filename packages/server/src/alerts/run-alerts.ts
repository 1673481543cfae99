import type { AlertRecord, AlertRule, AnswerSummary, LiveEvent, StoreTrouble } from '@logitscope/core'
import type { ControlStore, OutboxMessage, TraceStore } from '@logitscope/store'
import type { WebhookConfig } from '../config/types.ts'
import { createAlertEngine, type AlertEngine } from './engine.ts'
import { deliverDue } from './webhooks/deliver.ts'
import { outboxMessages } from './webhooks/outbox-messages.ts'
import { createWebhookSender, type WebhookSender } from './webhooks/send-message.ts'

export interface AlertsOptions {
  readonly reads: () => Pick<TraceStore, 'window' | 'get'>
  readonly control: () => ControlStore
  readonly targets: readonly WebhookConfig[]
  /** Variables that hold the targets' secrets. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Rules put where none were ever kept, in place of the starting ones. */
  readonly firstRules?: readonly AlertRule[]
  /** Under which people reach the pages: for links. */
  readonly address: () => string
  readonly dropped: () => number
  /** What is wrong with the store now; `null` where nothing is. */
  readonly store: () => StoreTrouble | null
  readonly publish: (event: LiveEvent) => void
  readonly now: () => number
  readonly random: () => number
  readonly onError: (what: string, error: unknown) => void
}

/** What became of messages to webhooks since the start. */
export interface DeliveryCounts {
  delivered: number
  failed: number
  dead: number
}

export interface RunningAlerts {
  readonly engine: AlertEngine
  readonly takeAnswers: (answers: readonly AnswerSummary[]) => void
  readonly deliveries: () => Readonly<DeliveryCounts>
  /** Puts a dead message back into the outbox; `null` where there is none of that id. */
  readonly retry: (messageId: string) => Promise<OutboxMessage | null>
  readonly stop: () => Promise<void>
}

const TICK_MS = 10_000
const DELIVER_MS = 1_000
/** Answers that may wait to be put to the rules; beyond them the oldest are let go, and said to be. */
const MOST_WAITING = 10_000
const MOST_DEAD = 1_000

function sendersOf({ targets, environment, onError }: AlertsOptions): ReadonlyMap<string, WebhookSender> {
  const senders = new Map<string, WebhookSender>()
  for (const target of targets) {
    try {
      const secret = target.secretVariable === null ? null : environment[target.secretVariable]
      if (secret === undefined || secret === '') throw new Error(`the variable ${target.secretVariable ?? ''} with its secret is not set`)
      senders.set(target.name, createWebhookSender(target, secret))
    } catch (error) {
      onError(`the webhook ${target.name} cannot be used`, error)
    }
  }
  return senders
}

/** Runs work again and again, a pause behind each; `stop` waits for the one under way. */
function repeat(work: () => Promise<void>, pauseMs: number): { readonly stop: () => Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()
  const turn = (): void => {
    current = work().finally(() => {
      if (!stopped) timer = setTimeout(turn, pauseMs).unref()
    })
  }
  timer = setTimeout(turn, pauseMs).unref()
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
      return current
    },
  }
}

/** Keeps the rules evaluated and the outbox delivered until it is stopped. */
export async function runAlerts(options: AlertsOptions): Promise<RunningAlerts> {
  const { control, now, random, publish, onError } = options
  const senders = sendersOf(options)
  const counts: DeliveryCounts = { delivered: 0, failed: 0, dead: 0 }
  const targets = options.targets.filter((target) => senders.has(target.name))
  const tell = (alert: AlertRecord): void => publish({ kind: 'alert-changed', alert })
  const engine = createAlertEngine({
    reads: options.reads,
    control,
    now,
    random,
    dropped: options.dropped,
    store: options.store,
    ...(options.firstRules === undefined ? {} : { firstRules: options.firstRules }),
    messagesFor: (alert) =>
      outboxMessages(alert, {
        targets,
        now,
        linkOf: (id) => `${options.address()}/alerts?id=${id}`,
        traceOf: async (id) => (await options.reads().get(id))?.trace ?? null,
      }),
    publish: tell,
    onError,
  })
  await engine.start()

  const tellDelivery = async ({ alertId }: OutboxMessage): Promise<void> => {
    const [alert] = await control().alerts({ limit: 1, id: alertId })
    if (alert !== undefined) tell(alert)
  }
  const deliver = async (): Promise<void> => {
    try {
      await deliverDue({
        control,
        senders,
        now,
        random,
        onChange: (message) => {
          counts[message.state === 'delivered' ? 'delivered' : message.state === 'dead' ? 'dead' : 'failed'] += 1
          tellDelivery(message).catch((error: unknown) => onError('a delivery could not be told', error))
        },
        onError,
      })
    } catch (error) {
      onError('alerts could not be delivered', error)
    }
  }
  const loops = [
    repeat(() => engine.tick().catch((error: unknown) => onError('rules could not be evaluated', error)), TICK_MS),
    repeat(deliver, DELIVER_MS),
  ]

  let waiting: AnswerSummary[] = []
  let taking: Promise<void> | null = null
  const take = async (): Promise<void> => {
    while (waiting.length > 0) {
      const answers = waiting
      waiting = []
      await engine.takeAnswers(answers).catch((error: unknown) => onError('answers could not be put to the rules', error))
    }
    taking = null
  }
  return {
    engine,
    takeAnswers: (answers) => {
      if (answers.length === 0) return
      waiting.push(...answers)
      if (waiting.length > MOST_WAITING) {
        const over = waiting.splice(0, waiting.length - MOST_WAITING).length
        onError('alert rules fell behind', new Error(`${over} answers were not put to the rules on single answers`))
      }
      taking ??= take()
    },
    deliveries: () => counts,
    retry: async (messageId) => {
      const message = (await control().messages('dead', MOST_DEAD)).find((one) => one.id === messageId)
      if (message === undefined) return null
      const again: OutboxMessage = { ...message, state: 'pending', attempts: 0, nextAttemptAt: now() }
      await control().updateMessage(again)
      return again
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
      await taking
      await Promise.all([...senders.values()].map((sender) => sender.close()))
    },
  }
}
