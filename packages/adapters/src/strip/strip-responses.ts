/** What asking puts into the Responses API. */
import type { Strip } from '../contract.ts'
import { createEdits, holds, memberOf, objectAt, objectsIn, rootObject, type JsonEdits, type JsonView } from './edit-json.ts'
import { goes, stripWith, type Editor } from './strip-stream.ts'

/** Members of vLLM's response object: it writes `null` where OpenAI writes `[]` and `0` (both recorded). */
const VLLM = ['kv_transfer_params', 'input_messages'] as const

function createEditor(): Editor {
  let isVllm = false

  function parts(edits: JsonEdits, list: readonly JsonView[], empty: string): void {
    for (const part of list) {
      const logprobs = memberOf(part, 'logprobs')
      if (holds(part, logprobs) && part.bytes[logprobs!.start] === 0x5b && !isEmptyList(part, logprobs!.start))
        edits.replace(logprobs!, empty)
    }
  }

  function response(edits: JsonEdits, view: JsonView): void {
    isVllm ||= VLLM.some((name) => memberOf(view, name) !== null)
    const top = memberOf(view, 'top_logprobs')
    if (holds(view, top)) edits.replace(top!, isVllm ? 'null' : '0')
    for (const item of objectsIn(view, memberOf(view, 'output')))
      parts(edits, objectsIn(item, memberOf(item, 'content')), isVllm ? 'null' : '[]')
  }

  return (bytes) => {
    const root = rootObject(bytes)
    if (root === null) return goes(bytes)
    const edits = createEdits(bytes)
    const inner = objectAt(root, memberOf(root, 'response'))
    if (inner !== null) response(edits, inner)
    else if (memberOf(root, 'output') !== null) response(edits, root)
    else if (memberOf(root, 'type') !== null) {
      parts(edits, [root], '[]')
      const part = objectAt(root, memberOf(root, 'part'))
      if (part !== null) parts(edits, [part], isVllm ? 'null' : '[]')
      const item = objectAt(root, memberOf(root, 'item'))
      if (item !== null) parts(edits, objectsIn(item, memberOf(item, 'content')), isVllm ? 'null' : '[]')
    }
    return goes(edits.result())
  }
}

/** Whether the array that begins at `at` holds nothing: such a list is what nobody asked for, or what will be filled later. */
function isEmptyList(view: JsonView, at: number): boolean {
  let i = at + 1
  while (view.bytes[i] === 0x20 || view.bytes[i] === 0x0a || view.bytes[i] === 0x0d || view.bytes[i] === 0x09) i += 1
  return view.bytes[i] === 0x5d
}

/** Responses: every `logprobs` becomes the empty value that stands there unasked, and `top_logprobs` is told as if nobody had set it. */
export const stripResponses: Strip = stripWith(createEditor)
