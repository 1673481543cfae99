/** What asking puts into the choices of Chat and legacy Completions. */
import type { Asked, Strip } from '../contract.ts'
import { createEdits, holds, memberOf, objectAt, arrayAt, rootObject, valueAt, type JsonEdits, type JsonView } from './edit-json.ts'
import { goes, stripWith, type Edited, type Editor } from './strip-stream.ts'
import type { JsonPlace } from '../splice/index.ts'

const LISTS = ['logprobs', 'reasoning_logprobs'] as const
/** Members of the usage chunk that are no news: itself, and the empty list that it stands beside. */
const USAGE_ONLY = ['choices', 'usage'] as const
const EMPTY = { kind: 'dropped', but: USAGE_ONLY } as const

/**
 * Servers that leave the field out of a chat answer that nobody asked for logprobs, where others send `null`: llama-server (recorded),
 * Ollama (its source: `omitempty`).
 */
function isKnownToOmit(root: JsonView): boolean {
  const fingerprint = valueAt(root, memberOf(root, 'system_fingerprint'))
  return memberOf(root, 'timings') !== null || (typeof fingerprint === 'string' && /^(?:b\d{3,6}(?:-|$)|fp_ollama$)/.test(fingerprint))
}

const isChat = (choice: JsonView): boolean => memberOf(choice, 'delta') !== null || memberOf(choice, 'message') !== null

/** Ollama sends an event for logprobs alone while a parser holds the text back; nobody would have got it without asking. */
function saysNothing(choice: JsonView): boolean {
  if (memberOf(choice, 'delta') === null || holds(choice, memberOf(choice, 'finish_reason'))) return false
  const delta = valueAt(choice, memberOf(choice, 'delta')) as Readonly<Record<string, unknown>> | undefined
  return Object.entries(delta ?? { role: '?' }).every(
    ([name, value]) => name === 'role' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
  )
}

function createEditor(asked: Asked): Editor {
  /** Whether the server leaves an empty field out; learned from the first choices that come. */
  let omits: boolean | null = null

  function emptied(edits: JsonEdits, choice: JsonView, root: JsonView): boolean {
    const filled = LISTS.map((name) => memberOf(choice, name)).filter((place): place is JsonPlace => holds(choice, place))
    if (isChat(choice)) omits ??= isKnownToOmit(root) || memberOf(choice, 'logprobs') === null
    if (filled.length === 0) return false
    if (omits === true) edits.remove(choice, new Set(filled))
    else for (const place of filled) edits.replace(place, 'null')
    return true
  }

  return (bytes): Edited => {
    const root = rootObject(bytes)
    const list = root === null ? null : arrayAt(root, memberOf(root, 'choices'))
    if (root === null || list === null) return goes(bytes)
    const usage = memberOf(root, 'usage')
    const choices = list.places.map((place) => objectAt(root, place)).filter((choice) => choice !== null)
    if (choices.length === 0 && asked.usage && holds(root, usage)) return EMPTY
    const edits = createEdits(bytes)
    const hadLogprobs = choices.map((choice) => emptied(edits, choice, root)).some(Boolean)
    const isOllama = hadLogprobs && valueAt(root, memberOf(root, 'system_fingerprint')) === 'fp_ollama'
    if (isOllama && choices.every(saysNothing)) return EMPTY
    // Beside a usage chunk at the end, OpenAI writes `usage: null` into all others.
    if (asked.usage && usage !== null && !holds(root, usage)) edits.remove(root, new Set([usage]))
    const isLast = asked.usage && choices.some((choice) => isChunk(choice) && holds(choice, memberOf(choice, 'finish_reason')))
    return { kind: isLast ? 'waits' : 'goes', bytes: edits.result() }
  }
}

const isChunk = (choice: JsonView): boolean => memberOf(choice, 'delta') !== null || memberOf(choice, 'text') !== null

/**
 * Chat and legacy Completions: `choices[].logprobs` becomes `null`, or goes away where the server leaves an empty one out; the closing chunk
 * of usage is dropped where only we asked for it, and what it alone said goes to the chunk before, as it would have been.
 */
export const stripChoices: Strip = stripWith(createEditor)
