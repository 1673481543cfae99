import type { AlertRule } from '@logitscope/core'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './harness.ts'

const RULE: AlertRule = {
  id: 'every-answer',
  name: 'Every answer',
  enabled: true,
  severity: 'warning',
  scope: {},
  source: { kind: 'answer', condition: { metric: 'metrics.avgLogprob', op: '<', value: 0 } },
  forMs: 0,
  minimumCount: 1,
  noData: 'keep',
  regroupMs: 0,
}

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function receiver(): Promise<{ readonly url: string; readonly first: Promise<string> }> {
  let took: (body: string) => void = () => undefined
  const first = new Promise<string>((resolve) => (took = resolve))
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      response.end()
      took(Buffer.concat(pieces).toString())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, first }
}

async function linkSent(publicUrl: string | null): Promise<{ readonly link: string; readonly server: TestServer }> {
  const { url, first } = await receiver()
  const server = await startTestServer({
    config: {
      publicUrl,
      keys: publicUrl === null ? [] : [{ name: 'all', sha256: createHash('sha256').update('k').digest('hex'), scopes: ['admin'] }],
      webhooks: [
        {
          name: 'hook',
          url,
          secretVariable: null,
          shape: 'standard',
          content: false,
          allowPrivate: ['127.0.0.0/8'],
          severity: 'info',
          rules: null,
        },
      ],
    },
    start: { firstRules: [RULE] },
  })
  closing.push(server.stop)
  await (await server.chat({}, { 'x-logitscope-key': 'k' })).arrayBuffer()
  const { data } = JSON.parse(await first) as { readonly data: { readonly link: string } }
  return { link: data.link, server }
}

it('the link of a webhook leads to the public URL where there is one', async () => {
  const { link } = await linkSent('https://scope.example.com')
  expect(link).toMatch(/^https:\/\/scope\.example\.com\/alerts\?id=[\w-]+/)
})

it('without a public URL the link leads to the address that is listened on', async () => {
  const { link, server } = await linkSent(null)
  expect(link.startsWith(`${server.url}/alerts?id=`)).toBe(true)
})
