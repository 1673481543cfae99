/** Values that are pieces of one answer: events of a stream written one a line or as a list, or single tokens. */
import { isEntry } from './columns/read-columns.ts'
import { asArray, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'

export interface Piece {
  /** Kind of stream. */
  readonly family: string
  /** Which answer of that kind, where the pieces say so; else "". */
  readonly id: string
  /** Begins an answer, whatever came before. */
  readonly starts: boolean
  /** Nothing of the answer comes after it. */
  readonly ends: boolean
  /** Is an answer of its own where no piece came before it. */
  readonly whole: boolean
}

const piece = (family: string, id: string, more: Partial<Piece> = {}): Piece => ({
  family,
  id,
  starts: false,
  ends: false,
  whole: false,
  ...more,
})

const MESSAGE_EVENTS: ReadonlySet<string> = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'ping',
])

/** Events that name themselves by `type`. */
function namedEvent(value: Wire, type: string): Piece | null {
  if (type.startsWith('response.')) {
    return piece('responses', '', {
      starts: type === 'response.created',
      ends: /^response\.(?:completed|failed|incomplete|cancelled)$/.test(type),
    })
  }
  if (type.startsWith('transcript.text.')) return piece('transcript', '', { ends: type === 'transcript.text.done' })
  if (MESSAGE_EVENTS.has(type)) return piece('messages', '', { starts: type === 'message_start', ends: type === 'message_stop' })
  if (/^(?:message|content|tool-call|tool-plan|citation)-(?:start|delta|end)$/.test(type)) {
    return piece('content-events', '', { starts: type === 'message-start', ends: type === 'message-end' })
  }
  return isPresent(value['error']) || type === 'error' ? piece('responses', '', { ends: true, whole: true }) : null
}

function choicePiece(value: Wire, choices: readonly unknown[]): Piece | null {
  const id = asText(value['id']) ?? ''
  if (choices.length === 0) return isPresent(value['usage']) || isPresent(value['prompt_filter_results']) ? piece('chat', id) : null
  const first = asRecord(choices[0])
  if (first === null) return null
  const finished = isPresent(first['finish_reason'])
  // Streams without ids are told apart by where they end.
  if (asRecord(first['delta']) !== null) return piece('chat', id, { ends: id === '' && finished })
  if (typeof first['text'] !== 'string' || first['message'] !== undefined || id === '') return null
  return piece('completions', id, { whole: finished })
}

/** What piece of an answer a value is; `null` where it is a whole record. */
export function pieceOf(value: Wire, array: number): Piece | null {
  if (isEntry(value)) return piece('tokens', String(array))
  const { type, choices, done, stop, candidates } = value as Readonly<Partial<Record<string, unknown>>>
  const list = asArray(choices)
  if (list !== null) return choicePiece(value, list)
  if (typeof type === 'string') return namedEvent(value, type)
  if (typeof done === 'boolean' && (typeof value['response'] === 'string' || asRecord(value['message']) !== null)) {
    return piece('ollama', '', { ends: done, whole: done })
  }
  if (typeof stop === 'boolean' && typeof value['content'] === 'string') return piece('llama-server', '', { ends: stop, whole: stop })
  const token = asRecord(value['token'])
  if (token !== null && typeof token['text'] === 'string') return piece('tgi', '', { ends: typeof value['generated_text'] === 'string' })
  const drafts = asArray(candidates)
  if (drafts !== null) {
    const finished = drafts.some((candidate) => isPresent(asRecord(candidate)?.['finishReason']))
    return piece('gemini', asText(value['responseId']) ?? '', { ends: finished, whole: finished })
  }
  return null
}
