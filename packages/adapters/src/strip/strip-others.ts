/** What asking puts into the answers of servers that write something else where nobody asked. */
import type { Strip } from '../contract.ts'
import { createEdits, holds, memberOf, objectsIn, rootObjects, valueAt, type JsonEdits, type JsonView } from './edit-json.ts'
import { goes, stripWith } from './strip-stream.ts'

function editing(edit: (edits: JsonEdits, root: JsonView) => void): Strip {
  return stripWith(() => (bytes) => {
    const edits = createEdits(bytes)
    for (const root of rootObjects(bytes)) edit(edits, root)
    return goes(edits.result())
  })
}

/** KoboldCpp writes `null`. */
export const stripKoboldCpp: Strip = editing((edits, root) => {
  for (const result of objectsIn(root, memberOf(root, 'results'))) {
    const list = memberOf(result, 'logprobs')
    if (list !== null && holds(result, list)) edits.replace(list, 'null')
  }
})

/** The same shape with `0.0` for every number. */
function zeros(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(zeros).join(', ')}]` : '0.0'
}

/** Triton before TensorRT-LLM writes zeros, as many as there are tokens (recorded). */
export const stripTriton: Strip = editing((edits, root) => {
  for (const name of ['output_log_probs', 'cum_log_probs']) {
    const place = memberOf(root, name)
    if (place !== null && holds(root, place)) edits.replace(place, zeros(valueAt(root, place)))
  }
})
