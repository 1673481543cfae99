import type { ControlStore, OutboxMessage } from '@logitscope/store'
import type { WebhookSender } from './send-message.ts'
import { waitAfter } from './retry-schedule.ts'

export interface DelivererOptions {
  readonly control: () => Pick<ControlStore, 'dueMessages' | 'updateMessage'>
  /** By the target's name; a target that is no longer configured has none. */
  readonly senders: ReadonlyMap<string, WebhookSender>
  readonly now: () => number
  readonly random: () => number
  readonly onChange: (message: OutboxMessage) => void
  readonly onError: (what: string, error: unknown) => void
}

const BATCH = 20

/** What becomes of a message after an attempt. */
function settled(
  message: OutboxMessage,
  reason: string,
  isGone: boolean,
  { now, random }: Pick<DelivererOptions, 'now' | 'random'>,
): OutboxMessage {
  const attempts = message.attempts + 1
  const wait = isGone ? null : waitAfter(attempts, random)
  if (wait === null) return { ...message, attempts, state: 'dead', lastError: reason }
  return { ...message, attempts, lastError: reason, nextAttemptAt: now() + wait }
}

/**
 * Sends what is due, target by target at the same time, one message of a target after the other. A message stays in the outbox until its
 * delivery is written down, so it arrives at least once; what fails is tried again on the retry schedule and then kept as dead.
 * Returns how many were due.
 */
export async function deliverDue(options: DelivererOptions): Promise<number> {
  const { control, senders, now, onChange, onError } = options
  const due = await control().dueMessages(now(), BATCH)
  const targets = [...new Set(due.map((message) => message.target))]
  const deliver = async (target: string): Promise<void> => {
    const sender = senders.get(target)
    for (const message of due.filter((one) => one.target === target)) {
      const outcome =
        sender === undefined ? ({ kind: 'gone', reason: 'the target is no longer configured' } as const) : await sender.send(message, now())
      const next: OutboxMessage =
        outcome.kind === 'delivered'
          ? { ...message, attempts: message.attempts + 1, state: 'delivered', lastError: null }
          : settled(message, outcome.reason, outcome.kind === 'gone', options)
      try {
        await control().updateMessage(next)
        onChange(next)
      } catch (error) {
        onError(`the delivery of ${message.id} to ${target} could not be written down`, error)
      }
    }
  }
  await Promise.all(targets.map(deliver))
  return due.length
}
