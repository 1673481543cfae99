/** Ends a stream of the Responses API. */
import type { StreamEnding } from '../contract.ts'
import { asRecord, asText, type Wire } from '../shared/wire.ts'
import { picked, watchStream, type EndEvent } from './watch-stream.ts'

interface Part {
  readonly place: Wire
  part: Wire
  text: string
  isDone: boolean
}

interface Item {
  readonly place: Wire
  item: Wire
  readonly parts: Part[]
  isDone: boolean
}

const PLACE = ['item_id', 'output_index', 'content_index'] as const
/** The event that closes the text of a part, and the member that holds it. */
const TEXTS: Readonly<Record<string, readonly [event: string, member: string]>> = {
  output_text: ['response.output_text.done', 'text'],
  refusal: ['response.refusal.done', 'refusal'],
  reasoning_text: ['response.reasoning_text.done', 'text'],
}
const CLOSABLE = ['message', 'reasoning'] as const
const ENDS = /^response\.(?:completed|incomplete|failed|cancelled)$|^error$/
/** Characters that are kept to be said again at the end. */
const MOST_TEXT = 16_777_216

const sameItem = (place: Wire, item: Item): boolean =>
  place['item_id'] === undefined ? place['output_index'] === item.place['output_index'] : place['item_id'] === item.item['id']

/**
 * Closes the part and the item that are open, then `response.completed`, or `response.incomplete` for a length. Inside a call of any tool
 * there is no end. No usage is written: it is not known.
 */
export function finishResponses(): StreamEnding {
  const items: Item[] = []
  let response: Wire | null = null
  let sequence: number | null = null
  let isEnded = false
  let kept = 0

  const itemOf = (event: Wire): Item | undefined => items.findLast((item) => sameItem(event, item))
  const partOf = (event: Wire): Part | undefined =>
    itemOf(event)?.parts.findLast((part) => part.place['content_index'] === event['content_index'])

  function addItem(event: Wire): void {
    const item = asRecord(event['item'])
    if (item !== null) items.push({ place: picked(event, PLACE), item, parts: [], isDone: false })
  }

  function closeItem(event: Wire): void {
    const item = asRecord(event['item'])
    const known = items.findLast((one) => !one.isDone && (one.item['id'] === item?.['id'] || sameItem(event, one)))
    if (known === undefined) return
    known.item = item ?? known.item
    known.isDone = true
  }

  function addPart(event: Wire): void {
    const part = asRecord(event['part'])
    if (part !== null) itemOf(event)?.parts.push({ place: picked(event, PLACE), part, text: '', isDone: false })
  }

  function addText(event: Wire): void {
    const part = partOf(event)
    const text = asText(event['delta']) ?? ''
    kept += text.length
    if (part !== undefined && kept <= MOST_TEXT) part.text += text
  }

  function closePart(event: Wire): void {
    const part = partOf(event)
    if (part === undefined) return
    part.part = asRecord(event['part']) ?? part.part
    part.isDone = true
  }

  const BY_TYPE: Readonly<Record<string, (event: Wire) => void>> = {
    'response.output_item.added': addItem,
    'response.output_item.done': closeItem,
    'response.content_part.added': addPart,
    'response.content_part.done': closePart,
    'response.output_text.delta': addText,
    'response.refusal.delta': addText,
    'response.reasoning_text.delta': addText,
  }

  function closingOf(item: Item, status: string, say: (type: string, more: Wire) => void): void {
    for (const part of item.parts) {
      if (part.isDone) continue
      const [event, member] = TEXTS[asText(part.part['type']) ?? ''] ?? []
      if (event !== undefined && member !== undefined) {
        part.part = { ...part.part, [member]: part.text }
        say(event, { ...part.place, [member]: part.text, ...(member === 'text' ? picked(part.part, ['logprobs']) : {}) })
      }
      say('response.content_part.done', { ...part.place, part: part.part })
      part.isDone = true
    }
    item.item = { ...item.item, status, ...(item.parts.length === 0 ? {} : { content: item.parts.map(({ part }) => part) }) }
    say('response.output_item.done', { ...item.place, item: item.item })
    item.isDone = true
  }

  return watchStream({
    event(value) {
      const type = asText(value['type']) ?? ''
      if (ENDS.test(type)) isEnded = true
      if (typeof value['sequence_number'] === 'number') sequence = value['sequence_number']
      response = asRecord(value['response']) ?? response
      BY_TYPE[type]?.(value)
    },
    end(reason) {
      const open = items.filter((item) => !item.isDone)
      if (isEnded || response === null || kept > MOST_TEXT) return null
      if (open.some(({ item }) => !CLOSABLE.some((type) => type === item['type']))) return null
      const events: EndEvent[] = []
      const say = (type: string, more: Wire): void => {
        if (sequence !== null) sequence += 1
        events.push({ name: type, data: { type, ...more, ...(sequence === null ? {} : { sequence_number: sequence }) } })
      }
      const status = reason === 'stop' ? 'completed' : 'incomplete'
      for (const item of open) closingOf(item, status, say)
      const details = reason === 'stop' ? null : { reason: 'max_output_tokens' }
      say(`response.${status}`, { response: { ...response, status, incomplete_details: details, output: items.map(({ item }) => item) } })
      return events
    },
  })
}
