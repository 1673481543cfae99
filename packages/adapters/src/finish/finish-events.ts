/** Ends streams of typed events: Anthropic's Messages, Cohere's chat. */
import type { StreamEnding } from '../contract.ts'
import { asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { watchStream, type EndEvent } from './watch-stream.ts'

const typed = (type: string, more: Wire = {}): EndEvent => ({ name: type, data: { type, ...more } })

/** Closes the block that is open, then `message_delta` and `message_stop`. Blocks other than text and thinking are calls of tools: no end there. */
export function finishAnthropic(): StreamEnding {
  let isStarted = false
  let isStopped = false
  let isEnded = false
  let open: { readonly index: unknown; readonly type: string } | null = null
  let usage: Wire = {}
  return watchStream({
    event(value) {
      const type = asText(value['type'])
      const usageIn = asRecord(value['usage']) ?? asRecord(asRecord(value['message'])?.['usage'])
      if (usageIn !== null) usage = { ...usage, ...usageIn }
      if (type === 'message_start') isStarted = true
      else if (type === 'content_block_start')
        open = { index: value['index'], type: asText(asRecord(value['content_block'])?.['type']) ?? '' }
      else if (type === 'content_block_stop') open = null
      else if (type === 'message_delta' && isPresent(asRecord(value['delta'])?.['stop_reason'])) isStopped = true
      else if (type === 'message_stop' || type === 'error') isEnded = true
    },
    end(reason) {
      if (!isStarted || isEnded || (open !== null && open.type !== 'text' && open.type !== 'thinking')) return null
      const delta = { stop_reason: reason === 'stop' ? 'end_turn' : 'max_tokens', stop_sequence: null }
      return [
        ...(open === null ? [] : [typed('content_block_stop', { index: open.index })]),
        // The counts so far: what was made since the last one is not known.
        ...(isStopped ? [] : [typed('message_delta', { delta, usage: { output_tokens: usage['output_tokens'] ?? 0 } })]),
        typed('message_stop'),
      ]
    },
  })
}

/** Closes the content that is open, then `message-end`. */
export function finishCohere(): StreamEnding {
  let isStarted = false
  let isEnded = false
  let inTool = false
  let open: unknown
  return watchStream({
    event(value) {
      const type = asText(value['type'])
      if (type === 'message-start') isStarted = true
      else if (type === 'content-start') open = value['index'] ?? 0
      else if (type === 'content-end') open = undefined
      else if (type === 'tool-call-start') inTool = true
      else if (type === 'tool-call-end') inTool = false
      else if (type === 'message-end') isEnded = true
    },
    end(reason) {
      if (!isStarted || isEnded || inTool) return null
      const delta = { finish_reason: reason === 'stop' ? 'COMPLETE' : 'MAX_TOKENS' }
      return [...(open === undefined ? [] : [typed('content-end', { index: open })]), typed('message-end', { delta })]
    },
  })
}
