import { createHash } from 'node:crypto'
import type { Message, Trace } from '@logitscope/core'

/** A data URL with base64; every quantifier is bounded or over one class of characters, so that a search is linear. */
const DATA_URL = /data:([a-z0-9.+-]{1,64}\/[a-z0-9.+-]{1,64})?((?:;[a-z0-9.+_-]{1,64}=[^;,\s"']{0,128}){0,4});base64,([a-z0-9+/_=-]{64,})/gi
/** Shorter texts may be ids. */
const SHORTEST_BASE64 = 256
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/
const DEEPEST = 64

/** What stands for media: enough to recognise the same file again, nothing to show it. */
function standIn(base64: string): { readonly sha256: string; readonly bytes: number } {
  const bytes = Buffer.from(base64, 'base64')
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength }
}

/** The text with every base64 data URL as `data:image/png;sha256=…;bytes=1234,`. */
export function hashDataUrls(text: string): string {
  if (!text.includes(';base64,')) return text
  return text.replace(DATA_URL, (_, type: string | undefined, _parameters: string, base64: string) => {
    const { sha256, bytes } = standIn(base64)
    return `data:${type ?? ''};sha256=${sha256};bytes=${bytes},`
  })
}

/** A JSON value in which base64 media became a hash and a size. Texts under `text` are what somebody wrote and only lose data URLs. */
function hashMedia(value: unknown, key: string, depth: number): unknown {
  if (typeof value === 'string') {
    if (value.length >= SHORTEST_BASE64 && key !== 'text' && BASE64.test(value)) {
      const { sha256, bytes } = standIn(value)
      return `base64;sha256=${sha256};bytes=${bytes}`
    }
    return hashDataUrls(value)
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return null
  if (Array.isArray(value)) return value.map((entry) => hashMedia(entry, key, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hashMedia(inner, name, depth + 1)]))
}

function withoutMedia(message: Message): Message {
  return {
    ...message,
    content: message.content === null ? null : hashDataUrls(message.content),
    ...(message.parts === undefined ? {} : { parts: message.parts.map((part) => hashMedia(part, '', 0)) }),
  }
}

/** The trace with the base64 media of its request as hashes and sizes. */
export function hashMediaOf(trace: Trace): Trace {
  const { messages, prompt, parameters } = trace.request
  return {
    ...trace,
    request: {
      ...(messages === undefined ? {} : { messages: messages.map(withoutMedia) }),
      ...(prompt === undefined ? {} : { prompt: hashDataUrls(prompt) }),
      parameters:
        parameters.other === undefined
          ? parameters
          : { ...parameters, other: hashMedia(parameters.other, '', 0) as Readonly<Record<string, unknown>> },
    },
  }
}
