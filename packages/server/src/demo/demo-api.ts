import type { DemoMessage, DemoRecording } from './recordings.ts'

/** What the demo answers to: a chat, whatever API it came by. */
export interface DemoQuestion {
  readonly messages: readonly DemoMessage[]
  readonly streamed: boolean
  /** As it was asked for; `null` where it was not. */
  readonly temperature: number | null
}

/** One of the APIs that the demo's upstream speaks: how a request asks, and a recorded answer in that API's shape. */
export interface DemoApi {
  readonly path: string
  readonly question: (body: Readonly<Record<string, unknown>>) => DemoQuestion
  /** The bytes of a body, or of a stream with an event a blank line, with log-probabilities and usage only where the request asks for them. */
  readonly answer: (recording: DemoRecording, body: Readonly<Record<string, unknown>>) => Uint8Array
}

/** The temperature that a request names. */
export const temperatureOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && typeof (value as { text?: unknown }).text === 'string'
    ? (value as { readonly text: string }).text
    : ''

/** The text of a message: written as such, or as parts. */
export function contentOf(content: unknown): string {
  if (typeof content === 'string') return content
  return Array.isArray(content) ? content.map(textOf).join('') : ''
}

/** The messages of a list, those of `developer` as `system`; what is no message is left out. */
export function messagesOf(list: unknown): readonly DemoMessage[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return []
    const { role, content } = item as { readonly role?: unknown; readonly content?: unknown }
    return typeof role === 'string' ? [{ role: role === 'developer' ? 'system' : role, content: contentOf(content) }] : []
  })
}
