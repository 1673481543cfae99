/** The names under which research dumps keep the columns of an answer. */
import { asArray, asRecord, asText, type Wire } from '../../shared/wire.ts'

export interface ColumnFields {
  readonly tokens: readonly unknown[]
  readonly logprobs: readonly unknown[]
  readonly top: readonly unknown[] | null
  readonly ids: readonly unknown[] | null
  /** Names in the record, for messages. */
  readonly names: { readonly tokens: string; readonly logprobs: string; readonly top: string; readonly ids: string }
}

const TEXTS = ['text', 'response', 'completion', 'generated_text', 'generation', 'output_text', 'output', 'prediction'] as const

function firstArray(record: Wire, names: readonly string[]): readonly [readonly unknown[] | null, string] {
  for (const name of names) {
    const list = asArray(record[name])
    if (list !== null) return [list, name]
  }
  return [null, names[0]!]
}

/** The columns of a record: `{tokens, logprobs, …}`, or the object of older completions `{logprobs: {tokens, token_logprobs, …}}`; `null` where there are none. */
export function columnFields(record: Wire): ColumnFields | null {
  const nested = asRecord(record['logprobs'])
  const home = nested !== null && Array.isArray(nested['tokens']) ? nested : record
  const [logprobs, logprobsName] = firstArray(home, home === nested ? ['token_logprobs', 'logprobs'] : ['logprobs', 'token_logprobs'])
  if (logprobs === null) return null
  // Positions that list their alternatives by id name their tokens themselves: the ids then tell which of them was chosen.
  const [tokens, tokensName] = firstArray(home, asRecord(logprobs[0]) === null ? ['tokens'] : ['tokens', 'token_ids', 'ids'])
  if (tokens === null) return null
  const [top, topName] = firstArray(home, ['top', 'top_logprobs'])
  const [ids, idsName] = firstArray(home, ['ids', 'token_ids'])
  const prefix = home === nested ? 'logprobs.' : ''
  return {
    tokens,
    logprobs,
    top,
    ids,
    names: { tokens: prefix + tokensName, logprobs: prefix + logprobsName, top: prefix + topName, ids: prefix + idsName },
  }
}

/** The text of the answer that stands beside the columns: of several candidates the one that the tokens spell, else the first. */
export function textOf(record: Wire, spelled: string): string | null {
  let first: string | null = null
  for (const name of TEXTS) {
    const text = asText(record[name])
    if (text === null) continue
    if (text === spelled) return text
    first ??= text
  }
  return first
}
