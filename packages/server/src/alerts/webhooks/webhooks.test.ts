import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import type { AlertEvent, AlertRule, Trace } from '@logitscope/core'
import type { OutboxMessage } from '@logitscope/store'
import type { WebhookConfig } from '../../config/types.ts'
import { driftEvent } from '../drift-alerts.ts'
import { setAsideEvent } from '../store-alerts.ts'
import { STARTING_RULES } from '../starting-rules.ts'
import { isAllowedAddress } from './address-guard.ts'
import { deliverDue } from './deliver.ts'
import { messageBody } from './message-body.ts'
import { outboxMessages } from './outbox-messages.ts'
import { waitAfter } from './retry-schedule.ts'
import { createWebhookSender } from './send-message.ts'

const SECRET = `whsec_${Buffer.from('a secret of this test').toString('base64')}`
const rule: AlertRule = { ...STARTING_RULES[0]!, id: 'mine', name: 'Too <low> & odd', severity: 'warning' }
const event: AlertEvent = {
  kind: 'alert-raised',
  ruleId: 'mine',
  at: Date.UTC(2026, 0, 2),
  value: -3.25,
  threshold: -3,
  noData: null,
  held: 2,
  traceId: 't.0',
  quiet: false,
}
const trace = {
  request: { messages: [{ role: 'user', content: 'secret question' }] },
  output: { text: 'secret <answer>' },
} as unknown as Trace

function target(url: string, more: Partial<WebhookConfig> = {}): WebhookConfig {
  return {
    name: 'hook',
    url,
    secretVariable: null,
    shape: 'standard',
    content: false,
    allowPrivate: ['127.0.0.0/8'],
    severity: 'info',
    rules: null,
    ...more,
  }
}

interface Got {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly path: string
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

async function receiver(statuses: readonly number[]): Promise<{ readonly url: string; readonly got: Got[] }> {
  const got: Got[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      const status = statuses[Math.min(got.length, statuses.length - 1)] ?? 200
      got.push({ headers: request.headers, body, path: request.url ?? '' })
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end()
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got }
}

const message: OutboxMessage = {
  id: 'a.hook',
  alertId: 'a',
  target: 'hook',
  body: '{"type":"alert.raised"}',
  state: 'pending',
  attempts: 0,
  lastError: null,
  nextAttemptAt: 0,
  createdAt: 0,
}

/** An outbox in memory: what is due, and what was written down. */
function outbox(messages: readonly OutboxMessage[]): {
  readonly control: () => Parameters<typeof deliverDue>[0]['control'] extends () => infer C ? C : never
  readonly all: Map<string, OutboxMessage>
} {
  const all = new Map(messages.map((one) => [one.id, one]))
  return {
    all,
    control: () => ({
      dueMessages: (now, limit) =>
        Promise.resolve([...all.values()].filter((one) => one.state === 'pending' && one.nextAttemptAt <= now).slice(0, limit)),
      updateMessage: (next) => {
        all.set(next.id, next)
        return Promise.resolve()
      },
    }),
  }
}

describe('createWebhookSender', () => {
  it('signs so that the reference library of Standard Webhooks accepts it', async () => {
    const { url, got } = await receiver([200])
    const sender = createWebhookSender(target(url), SECRET)
    expect(await sender.send(message, Date.now())).toEqual({ kind: 'delivered' })
    await sender.close()
    const [one] = got
    expect(new Webhook(SECRET).verify(one!.body, one!.headers as Record<string, string>)).toEqual({ type: 'alert.raised' })
    expect(one!.headers['webhook-id']).toBe('a.hook')
  })

  it('does not follow a redirect', async () => {
    const { url, got } = await receiver([302, 200])
    const sender = createWebhookSender(target(url), null)
    expect(await sender.send(message, 0)).toEqual({ kind: 'failed', reason: 'the target answered 302: redirects are not followed' })
    expect(got).toHaveLength(1)
    await sender.close()
  })

  it.each([
    ['by address', (url: string) => url],
    ['by a name that resolves to it', (url: string) => url.replace('127.0.0.1', 'localhost')],
    ['by an address written another way', (url: string) => url.replace('127.0.0.1', '[::ffff:127.0.0.1]')],
  ])('refuses a private address that is not listed, %s', async (_, written) => {
    const { url, got } = await receiver([200])
    const sender = createWebhookSender(target(written(url), { allowPrivate: [] }), null)
    const outcome = await sender.send(message, 0)
    expect(outcome).toMatchObject({ kind: 'failed' })
    expect(outcome).toHaveProperty('reason', expect.stringContaining('private address'))
    expect(got).toEqual([])
    await sender.close()
  })

  it('says in words that nobody answers', async () => {
    const sender = createWebhookSender(target('http://127.0.0.1:9/hook'), null)
    expect(await sender.send(message, 0)).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/ECONNREFUSED|bad port/) as string,
    })
    await sender.close()
  })
})

describe('isAllowedAddress', () => {
  it.each(['8.8.8.8', '2606:4700::1111'])('reaches the public address %s', (address) => expect(isAllowedAddress(address, [])).toBe(true))
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    'nonsense',
  ])('refuses %s', (address) => {
    expect(isAllowedAddress(address, [])).toBe(false)
  })
  it('reaches what a range lists, and nothing beside it', () => {
    expect(isAllowedAddress('10.1.2.3', ['10.1.0.0/16', 'fd00::/8'])).toBe(true)
    expect(isAllowedAddress('10.2.2.3', ['10.1.0.0/16', 'fd00::/8'])).toBe(false)
  })
})

describe('deliverDue', () => {
  it('tries again on the schedule, then delivers: at least once', async () => {
    const { url, got } = await receiver([500, 200])
    const senders = new Map([['hook', createWebhookSender(target(url), null)]])
    const { control, all } = outbox([message])
    let now = 0
    const deliver = (): Promise<number> =>
      deliverDue({ control, senders, now: () => now, random: () => 0, onChange: () => undefined, onError: () => undefined })
    await deliver()
    expect(all.get('a.hook')).toMatchObject({ state: 'pending', attempts: 1, lastError: 'the target answered 500', nextAttemptAt: 5_000 })
    now = 4_999
    expect(await deliver()).toBe(0)
    now = 5_000
    await deliver()
    expect(all.get('a.hook')).toMatchObject({ state: 'delivered', attempts: 2, lastError: null })
    expect(got.map((one) => one.headers['webhook-id'])).toEqual(['a.hook', 'a.hook'])
  })

  it('keeps what can never be delivered as dead', async () => {
    const { url } = await receiver([410])
    const senders = new Map([['hook', createWebhookSender(target(url), null)]])
    const worn = { ...message, id: 'worn', target: 'elsewhere' }
    const { control, all } = outbox([message, worn])
    await deliverDue({ control, senders, now: () => 0, random: () => 0, onChange: () => undefined, onError: () => undefined })
    expect(all.get('a.hook')).toMatchObject({ state: 'dead', lastError: 'the target answered 410 (gone)' })
    expect(all.get('worn')).toMatchObject({ state: 'dead', lastError: 'the target is no longer configured' })
  })

  it('gives up after the last wait of the schedule', () => {
    const waits = Array.from({ length: 11 }, (_, i) => waitAfter(i + 1, () => 0))
    expect(waits.slice(0, 2)).toEqual([5_000, 300_000])
    expect(waits.slice(9)).toEqual([null, null])
  })
})

describe('outboxMessages', () => {
  const options = { now: () => 7, linkOf: (id: string) => `http://127.0.0.1:4600/alerts/${id}`, traceOf: () => Promise.resolve(trace) }
  const alert = { id: 'a', event, rule }

  it('leaves content out unless the target asks for it', async () => {
    const targets = [target('https://a.example/', { name: 'plain' }), target('https://b.example/', { name: 'whole', content: true })]
    const [plain, whole] = await outboxMessages(alert, { ...options, targets })
    expect(plain!.body).not.toContain('secret')
    expect(JSON.parse(plain!.body)).toMatchObject({ type: 'alert.raised', data: { value: -3.25, threshold: -3, traceId: 't.0', held: 2 } })
    expect(JSON.parse(whole!.body).data.content).toEqual({
      messages: [{ role: 'user', content: 'secret question' }],
      answer: 'secret <answer>',
    })
  })

  it('sends nothing in quiet hours, below the severity, and of starting rules that are not named', async () => {
    const targets = [target('https://a.example/', { severity: 'critical' })]
    expect(await outboxMessages(alert, { ...options, targets })).toEqual([])
    const all = [target('https://a.example/')]
    expect(await outboxMessages({ ...alert, event: { ...event, quiet: true } }, { ...options, targets: all })).toEqual([])
    const starting = { ...alert, rule: STARTING_RULES[0]! }
    expect(await outboxMessages(starting, { ...options, targets: all })).toEqual([])
    expect(
      await outboxMessages(starting, { ...options, targets: [target('https://a.example/', { rules: ['starting-low-mean'] })] }),
    ).toHaveLength(1)
  })

  it('says of the store what happened and what to do', () => {
    const rule = STARTING_RULES.find(({ id }) => id === 'starting-store')!
    const event = setAsideEvent({ file: 'logitscope.db.damaged-1', reason: 'page <3>', carried: [], at: 5 }, rule, 5)
    const message = { id: 's', rule, event, link: null, trace: null }
    expect(JSON.parse(messageBody('standard', message))).toMatchObject({
      type: 'alert.raised',
      data: { value: null, store: { kind: 'set-aside', file: 'logitscope.db.damaged-1', detail: 'page <3>' } },
    })
    const { text } = JSON.parse(messageBody('slack', message)) as { text: string }
    expect(text).toContain('set aside as logitscope.db.damaged-1')
    expect(text).toContain('page &lt;3&gt;')
    expect(text).toContain('put a backup in the place of logitscope.db')
  })

  it('says of drift what changed, by how much, since when, and names answers', async () => {
    const alarm = {
      kind: 'drift-alarm',
      component: 'within',
      detector: 'fast',
      metric: 'avgLogprob',
      stratum: null,
      direction: 'down',
      size: { estimate: -0.2, low: -0.3, high: -0.1 },
      since: Date.UTC(2026, 0, 5),
      at: Date.UTC(2026, 0, 6),
      split: { metric: 'avgLogprob', total: -0.21, mix: -0.01, within: -0.2 },
      blocks: 80,
      examples: [{ traceId: 'worst<1>', stratum: 'language=en model=m', value: -4 }],
      suspendsPromises: true,
    } as const
    const rule: AlertRule = { ...STARTING_RULES[0]!, id: 'drift', name: 'Drift', source: { kind: 'drift' } }
    const finding = { project: 'shop', generation: 0, alarm, scopes: [] }
    const drifted = { id: 'd', rule, event: driftEvent(finding, rule, alarm.at), link: null, trace: null }
    expect(JSON.parse(messageBody('standard', drifted))).toMatchObject({
      type: 'alert.raised',
      data: { drift: { project: 'shop', alarm } },
    })
    const { text } = JSON.parse(messageBody('slack', drifted)) as { text: string }
    expect(text.split('\n')).toEqual([
      '*Drift* raised, warning',
      'project shop, since 2026-01-05T00:00:00.000Z',
      'mean logprob fell by 0.200 [0.100 … 0.300] among answers of the same kind',
      'mean logprob overall −0.210: −0.200 within the kinds of answers, −0.010 from their shares',
      'promises of the profile hold under unchanged traffic only and are suspended',
      'for example worst&lt;1&gt;',
    ])
    expect(await outboxMessages(drifted, { ...options, targets: [target('https://a.example/')] })).toHaveLength(1)
  })

  it('writes for Slack what cannot be read as markup', () => {
    const { text } = JSON.parse(messageBody('slack', { ...alert, link: 'http://x/', trace })) as { text: string }
    expect(text).toContain('*Too &lt;low&gt; &amp; odd* raised, warning (-3.250, threshold -3), and 2 more')
    expect(text).toContain('> secret &lt;answer&gt;')
  })
})
