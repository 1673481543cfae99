/** What a payload says about tokens, found by a walk over its raw JSON that knows none of the readers. */

export interface PayloadValues {
  /** Log-probabilities, each as often as it stands there. Linear probabilities are taken as their logarithm. */
  readonly logprobs: number[]
  /** Values that stand where a log-probability belongs and are no number. */
  readonly holes: unknown[]
  readonly ids: number[]
  readonly bytes: (readonly unknown[])[]
  /** Texts of tokens and alternatives. */
  readonly texts: string[]
  /** Every other leaf that holds something: its path with the places in lists left out, and its value. */
  readonly others: { readonly path: string; readonly value: unknown }[]
}

const VALUE = /^(?:logprob|logProbability|prob|sampling_logprob|raw_logprob)$/
const TEXT = /^(?:token|text|tok_str|decoded_token|content)$/
const ID = /^(?:id|token_id|tokenId)$/

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object with a value for a token in it. */
const isEntry = (value: Json): boolean => Object.keys(value).some((name) => VALUE.test(name))
const isArrays = (value: Json): boolean => Array.isArray(value['tokens']) && Array.isArray(value['token_logprobs'])
/** A dictionary from a token's text to its value, or from its id to an entry. */
const isDictionary = (value: Json): boolean =>
  Object.keys(value).length > 0 && Object.values(value).every((inner) => typeof inner === 'number' || inner === null)

function addValue(name: string, value: unknown, out: PayloadValues): void {
  if (typeof value !== 'number') out.holes.push(value)
  else out.logprobs.push(/^prob$/.test(name) ? Math.log(value) : value === 0 ? 0 : value)
}

function walkEntry(entry: Json, path: string, out: PayloadValues): void {
  for (const [name, value] of Object.entries(entry)) {
    // The same value under two names.
    if (name === 'raw_logprob' && value === entry['logprob']) continue
    if (VALUE.test(name)) addValue(name, value, out)
    else if (TEXT.test(name) && typeof value === 'string') out.texts.push(value)
    else if (ID.test(name) && typeof value === 'number') out.ids.push(value)
    else if (name === 'bytes' && Array.isArray(value)) out.bytes.push(value as readonly unknown[])
    else walk(value, `${path}.${name}`, out)
  }
}

function walkArrays(arrays: Json, path: string, out: PayloadValues): void {
  for (const [name, value] of Object.entries(arrays)) {
    if (name === 'tokens') out.texts.push(...(value as string[]))
    else if (name === 'token_logprobs') for (const one of value as unknown[]) addValue('logprob', one, out)
    else if (name === 'token_ids' && Array.isArray(value)) out.ids.push(...(value as number[]))
    else if (name === 'top_logprobs' && Array.isArray(value))
      for (const list of value as unknown[]) walkDictionary(list, `${path}.${name}`, out)
    else walk(value, `${path}.${name}`, out)
  }
}

function walkDictionary(list: unknown, path: string, out: PayloadValues): void {
  if (!isObject(list) || !isDictionary(list)) {
    walk(list, path, out)
    return
  }
  for (const [text, value] of Object.entries(list)) {
    out.texts.push(text)
    addValue('logprob', value, out)
  }
}

function walk(value: unknown, path: string, out: PayloadValues): void {
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) walk(item, path, out)
  } else if (isObject(value)) {
    if (isEntry(value)) walkEntry(value, path, out)
    else if (isArrays(value)) walkArrays(value, path, out)
    else
      for (const [name, inner] of Object.entries(value)) {
        // Prompt tokens are listed under their ids.
        if (/^\d+$/.test(name) && isObject(inner) && isEntry(inner)) out.ids.push(Number(name))
        walk(inner, `${path}.${/^\d+$/.test(name) ? '#' : name}`, out)
      }
  } else if (value !== null && value !== '') out.others.push({ path, value })
}

/** The values of a body, or of the events of a stream. */
export function payloadValues(values: readonly unknown[]): PayloadValues {
  const out: PayloadValues = { logprobs: [], holes: [], ids: [], bytes: [], texts: [], others: [] }
  for (const value of values) walk(value, '', out)
  return out
}

/** The JSON values of a recording: one body, one a line, or the data of the events. `null` where something in it is no JSON. */
export function valuesIn(bytes: Uint8Array): readonly unknown[] | null {
  const text = new TextDecoder().decode(bytes)
  try {
    return [JSON.parse(text) as unknown]
  } catch {
    try {
      return text
        .split(/\r?\n/)
        .map((line) => line.replace(/^data: ?/, '').trim())
        .filter((line) => /^[[{]/.test(line) && line !== '[DONE]')
        .map((line) => JSON.parse(line) as unknown)
    } catch {
      return null
    }
  }
}
