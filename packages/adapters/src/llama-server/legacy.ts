/** Entries as llama-server wrote them before December 2024, and as forks and llamafile still do: `{content, probs: [{tok_str, prob}]}`. */
import { asArray, asRecord, type Wire } from '../shared/wire.ts'

/** How a piece of a character was written. */
const BYTE = /^byte: \\x([0-9a-fA-F]{2})$/

export function isLegacy(value: unknown): boolean {
  return asArray(asRecord(value)?.['probs']) !== null
}

function textOf(text: unknown): Wire {
  const byte = typeof text === 'string' ? BYTE.exec(text) : null
  return byte === null ? { token: text } : { token: '', bytes: [Number.parseInt(byte[1]!, 16)] }
}

/** The entry in today's words; the value of the token is found in its list, and missing where the list lacks it. */
export function fromLegacy(value: unknown): unknown {
  const entry = asRecord(value)
  const list = asArray(entry?.['probs'])
  if (entry === null || list === null) return value
  const listed = list.map((item) => {
    const record = asRecord(item)
    return record === null ? item : { ...textOf(record['tok_str']), prob: record['prob'] }
  })
  const at = list.findIndex((item) => asRecord(item)?.['tok_str'] === entry['content'])
  const { prob } = (asRecord(listed[at]) ?? {}) as { readonly prob?: unknown }
  return { ...textOf(entry['content']), ...(at < 0 ? {} : { prob }), top_probs: listed }
}
