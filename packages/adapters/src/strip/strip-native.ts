/** What asking puts into the answers of the servers' own APIs. */
import type { Strip } from '../contract.ts'
import type { JsonPlace } from '../splice/index.ts'
import {
  arrayAt,
  createEdits,
  holds,
  memberOf,
  objectAt,
  objectsIn,
  rootObject,
  rootObjects,
  valueAt,
  type JsonEdits,
  type JsonView,
} from './edit-json.ts'
import { goes, stripWith } from './strip-stream.ts'

const DROPPED = { kind: 'dropped', but: [] } as const

/** Takes members out of an object; whether there were any. */
function removeNamed(edits: JsonEdits, view: JsonView, names: readonly string[]): boolean {
  const found = names.map((name) => memberOf(view, name)).filter((place) => place !== null)
  if (found.length > 0) edits.remove(view, new Set(found))
  return found.length > 0
}

/** A strip that edits each object of an answer, or of a list of answers, alone. */
function editing(edit: (edits: JsonEdits, root: JsonView) => void): Strip {
  return stripWith(() => (bytes) => {
    const edits = createEdits(bytes)
    for (const root of rootObjects(bytes)) edit(edits, root)
    return goes(edits.result())
  })
}

const isBlank = (view: JsonView, name: string): boolean => {
  const value = valueAt(view, memberOf(view, name))
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** An object that Ollama sends for its logprobs alone, while a parser holds the text back (routes.go). */
function isForLogprobs(root: JsonView): boolean {
  if (valueAt(root, memberOf(root, 'done')) !== false) return false
  const said = objectAt(root, memberOf(root, 'message')) ?? root
  return ['content', 'response', 'thinking', 'tool_calls', 'images'].every((name) => isBlank(said, name))
}

/** Ollama leaves the list out where nobody asked (`omitempty`). */
export const stripOllama: Strip = stripWith(() => (bytes) => {
  const root = rootObject(bytes)
  if (root === null) return goes(bytes)
  const edits = createEdits(bytes)
  if (!removeNamed(edits, root, ['logprobs'])) return goes(bytes)
  return isForLogprobs(root) ? DROPPED : goes(edits.result())
})

/** TGI leaves `details` out of a whole answer, and writes `null` into the events of a stream; the tokens of a stream come anyway. */
export const stripTgi: Strip = editing((edits, root) => {
  if (memberOf(root, 'token') === null) {
    removeNamed(edits, root, ['details'])
    return
  }
  removeNamed(edits, root, ['top_tokens'])
  const details = memberOf(root, 'details')
  if (details !== null && holds(root, details)) edits.replace(details, 'null')
})

/** llama-server leaves the list out, and repeats the setting as 0. */
export const stripLlamaServer: Strip = editing((edits, root) => {
  removeNamed(edits, root, ['completion_probabilities'])
  const settings = objectAt(root, memberOf(root, 'generation_settings'))
  const asked = settings === null ? null : memberOf(settings, 'n_probs')
  if (asked !== null) edits.replace(asked, '0')
})

const SGLANG = ['input', 'output'].flatMap((side) =>
  ['token_logprobs', 'top_logprobs', 'token_ids_logprobs'].map((name) => `${side}_${name}`),
)

/** SGLang leaves all its lists out. */
export const stripSglang: Strip = editing((edits, root) => {
  const info = objectAt(root, memberOf(root, 'meta_info'))
  if (info !== null) removeNamed(edits, info, SGLANG)
})

/** Gemini: `logprobsResult` goes; `avgLogprobs` stays, which it sends to those who did not ask, too. */
export const stripGemini: Strip = editing((edits, root) => {
  for (const candidate of objectsIn(root, memberOf(root, 'candidates'))) removeNamed(edits, candidate, ['logprobsResult'])
})

/** Cohere: the list of a whole answer, or of the event that brings text. */
export const stripCohere: Strip = editing((edits, root) => {
  const list: JsonPlace | null = memberOf(root, 'logprobs')
  if (arrayAt(root, list) !== null || objectAt(root, list) !== null) removeNamed(edits, root, ['logprobs'])
})

/** watsonx leaves the tokens out where nobody asked. */
export const stripWatsonx: Strip = editing((edits, root) => {
  for (const result of objectsIn(root, memberOf(root, 'results'))) removeNamed(edits, result, ['generated_tokens'])
})
