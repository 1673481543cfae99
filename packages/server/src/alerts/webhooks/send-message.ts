import { Webhook } from 'standardwebhooks'
import { Agent, request } from 'undici'
import ipaddr from 'ipaddr.js'
import type { WebhookConfig } from '../../config/types.ts'
import { ForbiddenAddress, guardedLookup, isAllowedAddress } from './address-guard.ts'

export type SendOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** The target will never take it: no use in trying again. */
  | { readonly kind: 'gone'; readonly reason: string }

export interface WebhookSender {
  readonly send: (message: { readonly id: string; readonly body: string }, at: number) => Promise<SendOutcome>
  readonly close: () => Promise<void>
}

const TIMEOUT_MS = 10_000
const HTTP_GONE = 410

function plainReason(error: unknown): string {
  const cause = (error as { readonly cause?: unknown }).cause
  const told = error instanceof ForbiddenAddress ? error : cause instanceof Error ? cause : (error as Error)
  return told.message === '' ? ((told as NodeJS.ErrnoException).code ?? told.name) : told.message
}

/**
 * Sends to one target, signed by the Standard Webhooks scheme where there is a secret (`whsec_…`, or its base64 alone). Redirects are not followed,
 * the answer's body is not read, private addresses are refused unless the target lists them.
 */
export function createWebhookSender(target: WebhookConfig, secret: string | null): WebhookSender {
  const signer = secret === null ? null : new Webhook(secret)
  const url = new URL(target.url)
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  const isForbidden = ipaddr.isValid(literal) && !isAllowedAddress(literal, target.allowPrivate)
  const agent = new Agent({
    connect: { lookup: guardedLookup(target.allowPrivate), timeout: TIMEOUT_MS },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  })
  return {
    send: async ({ id, body }, at) => {
      if (isForbidden) return { kind: 'failed', reason: `${literal} is a private address that allowPrivate does not list` }
      const sentAt = new Date(at)
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'logitscope',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at / 1_000)),
        ...(signer === null ? {} : { 'webhook-signature': signer.sign(id, sentAt, body) }),
      }
      try {
        const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent, signal: AbortSignal.timeout(TIMEOUT_MS) })
        answer.body.on('error', () => undefined).destroy()
        if (answer.statusCode >= 200 && answer.statusCode < 300) return { kind: 'delivered' }
        if (answer.statusCode === HTTP_GONE) return { kind: 'gone', reason: 'the target answered 410 (gone)' }
        const redirect = answer.statusCode >= 300 && answer.statusCode < 400 ? ': redirects are not followed' : ''
        return { kind: 'failed', reason: `the target answered ${answer.statusCode}${redirect}` }
      } catch (error) {
        return { kind: 'failed', reason: plainReason(error) }
      }
    },
    close: () => agent.close(),
  }
}
