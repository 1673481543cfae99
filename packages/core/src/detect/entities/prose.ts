import { jsonDocumentsOf, type JsonDocument } from '../fields/json-documents.ts'

/** A text made ready for an entity finder, of the same length. */
export interface Prose {
  readonly text: string
  /** Whether a stretch holds only what the text says: not, in JSON, keys and punctuation. */
  readonly isContent: (start: number, end: number) => boolean
}

/**
 * The text with the keys and punctuation of JSON, and code fences around it, made line breaks, so that every string and number of a JSON answer
 * stands on a line of its own; escapes within strings become spaces or line breaks. Offsets stay. A text without JSON is returned as it is. Cost: linear.
 */
export function proseOf(text: string): Prose {
  const documents = jsonDocumentsOf(text)
  if (documents.length === 0) return { text, isContent: () => true }
  const parts: string[] = []
  let position = 0
  for (const { outerStart, outerEnd, leaves } of documents) {
    if (outerStart > position) parts.push(text.slice(position, outerStart))
    position = Math.max(position, outerStart)
    for (const { type, value, start, end } of leaves) {
      if (value === '' || (type !== 'string' && type !== 'number')) continue
      parts.push('\n'.repeat(start - position), withoutEscapes(text.slice(start, end)))
      position = end
    }
    parts.push('\n'.repeat(outerEnd - position))
    position = outerEnd
  }
  parts.push(text.slice(position))
  return { text: parts.join(''), isContent: contentTest(documents) }
}

function withoutEscapes(value: string): string {
  if (!value.includes('\\')) return value
  return value.replace(/\\(?:u[0-9A-Fa-f]{4}|[^])/g, (escape) => (/^\\[nr]$/.test(escape) ? '\n' : ' ').repeat(escape.length))
}

/** Whether a stretch crosses no border of a document's value. Stretches are asked in rising order. */
function contentTest(documents: readonly JsonDocument[]): (start: number, end: number) => boolean {
  let document = 0
  let leaf = 0
  return (start, end) => {
    while (document < documents.length && documents[document]!.outerEnd <= start) {
      document += 1
      leaf = 0
    }
    const found = documents[document]
    if (found === undefined || end <= found.outerStart) return true
    while (leaf < found.leaves.length && found.leaves[leaf]!.end <= start) leaf += 1
    const value = found.leaves[leaf]
    return value !== undefined && value.start <= start && end <= value.end
  }
}
