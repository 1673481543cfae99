import type { PartKey } from '../../trace/alignment/types.ts'
import type { Trace } from '../../trace/types.ts'
import { spanEvidence, type SpanInput } from '../span-evidence.ts'
import type { Detection } from '../types.ts'
import { jsonDocumentsOf } from './json-documents.ts'

/** An answer with its columns and alignment. */
export interface FieldInput extends SpanInput {
  readonly trace: Pick<Trace, 'tokens' | 'output'>
}

/**
 * One detection per JSON leaf of the answer and of the arguments of its tool calls, in order: how sure the model was of that value.
 *
 * Only the tokens of the value itself count, by bytes: a token that holds at least one byte of the value counts as a whole, one of quotes, colons,
 * commas, braces or white space only does not. An empty string, array or object has no byte of its own: its two delimiters stand for it.
 * `evidence`: `path` (JSONPath), `value` (decoded), `type`, `complete` (0 where the end of the text cut the value off), `document` (its index, where
 * there are several), and `tokens`, `minLogprob`, `sumLogprob`, `meanLogprob` with their bounds as in `spanEvidence`; `tokens` 0 where no token
 * spells the value. `text` is the value as written. An answer without JSON gives none. Never throws. Cost: linear.
 */
export function findFields(input: FieldInput): Detection[] {
  const { text, toolCalls } = input.trace.output
  const detections = fieldsOfPart(input, 'content', text)
  toolCalls?.forEach((call, i) => {
    for (const detection of fieldsOfPart(input, `tool:${i}`, call.arguments)) detections.push(detection)
  })
  return detections
}

function fieldsOfPart(input: FieldInput, part: PartKey, text: string): Detection[] {
  const detections: Detection[] = []
  const documents = jsonDocumentsOf(text)
  documents.forEach(({ leaves }, document) => {
    for (const { path, value, type, start, end, complete } of leaves) {
      const { tokens, evidence } = spanEvidence(input, part, start, end)
      detections.push({
        kind: 'field',
        tokens,
        chars: [start, end],
        text: text.slice(start, end),
        part,
        evidence: { path, value, type, complete: complete ? 1 : 0, ...(documents.length > 1 ? { document } : {}), ...evidence },
      })
    }
  })
  return detections
}
