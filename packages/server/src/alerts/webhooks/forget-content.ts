import type { ControlStore } from '@logitscope/store'

/** Most messages of a state that are looked through. */
const MOST = 10_000

interface Body {
  readonly data?: { readonly traceId?: unknown; content?: unknown }
  text?: unknown
}

/** A message without the answer's text; `null` where it holds none. */
function withoutContent(body: Body): string | null {
  if (body.data !== undefined) {
    const { content, ...rest } = body.data
    return content === undefined ? null : JSON.stringify({ ...body, data: rest })
  }
  if (typeof body.text !== 'string') return null
  const lines = body.text.split('\n')
  const kept = lines.filter((line) => !line.startsWith('> '))
  return kept.length === lines.length ? null : JSON.stringify({ ...body, text: kept.join('\n') })
}

/** Takes the texts of erased answers out of messages to webhooks, whatever became of them. */
export async function forgetContent(
  control: Pick<ControlStore, 'messages' | 'updateMessage' | 'alerts'>,
  traceIds: ReadonlySet<string>,
): Promise<void> {
  for (const state of ['pending', 'delivered', 'dead'] as const) {
    for (const message of await control.messages(state, MOST)) {
      const body = JSON.parse(message.body) as Body
      const without = withoutContent(body)
      if (without === null) continue
      const about = body.data?.traceId ?? (await control.alerts({ limit: 1, id: message.alertId }))[0]?.event.traceId
      if (typeof about === 'string' && traceIds.has(about)) await control.updateMessage({ ...message, body: without })
    }
  }
}
