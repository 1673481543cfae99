import type { LanguageTag } from '../../language/types.ts'
import type { EntityFinder } from '../../model/entity-finder.ts'
import type { Trace } from '../../trace/types.ts'
import { spanEvidence, type SpanInput } from '../span-evidence.ts'
import type { Detection } from '../types.ts'
import { proseOf } from './prose.ts'

/** An answer with its columns and alignment, and who finds the entities in it. */
export interface EntityInput extends SpanInput {
  readonly trace: Pick<Trace, 'tokens' | 'output'>
  readonly finder: EntityFinder
  readonly language: LanguageTag
}

/**
 * One detection per entity in the answer's text, in order: how sure the model was of that name, number, date, quantity or quotation.
 *
 * `evidence`: `entityKind`, and `tokens`, `minLogprob`, `sumLogprob`, `meanLogprob` over the tokens that hold at least one byte of the entity, with
 * their bounds as in `spanEvidence`; `tokens` 0 where no token spells it. In a JSON answer only the values are searched, never the keys.
 * Entities that a finder gives outside the text, empty, or out of order with the one before are left out. Never throws unless the finder does.
 */
export function findEntities(input: EntityInput): Detection[] {
  const { text } = input.trace.output
  const prose = proseOf(text)
  const detections: Detection[] = []
  let last = 0
  for (const { kind, start, end } of input.finder.find(prose.text, input.language)) {
    if (!(start >= last && end > start && end <= text.length) || !prose.isContent(start, end)) continue
    last = end
    const { tokens, evidence } = spanEvidence(input, 'content', start, end)
    detections.push({
      kind: 'entity',
      tokens,
      chars: [start, end],
      text: text.slice(start, end),
      part: 'content',
      evidence: { entityKind: kind, ...evidence },
    })
  }
  return detections
}
