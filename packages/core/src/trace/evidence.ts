/** What the numbers of an answer are worth: decided from what came back. */
import { alignTokens } from './alignment/align-tokens.ts'
import type { Alignment } from './alignment/types.ts'
import { isAnswerToken } from './columns.ts'
import {
  compareEntries,
  findAllZero,
  findCoarseValues,
  findChosenNotListed,
  findChosenValueMismatch,
  findDuplicateAlternatives,
  findDuplicateBlocks,
  findLastChunkOnly,
  findLogits,
  findMassAboveOne,
  findMissingLogprobs,
  findMixedBases,
  findNonFinite,
  findNotTrueTopK,
  findPositiveLogprobs,
  findProbabilities,
  findReplacedBytes,
  findSentinels,
  findTextMismatch,
  findUnsortedAlternatives,
  ROUNDING_ABOVE_ZERO,
  SUSPICIOUS_FROM,
  valueRange,
} from './integrity/index.ts'
import { placesOfChosen } from './token-identity.ts'
import type { Evidence, EvidenceBasis, EvidenceIssue, EvidenceTier, Message, Output, Token, Usage } from './types.ts'

export interface EvidenceInput {
  readonly tokens: readonly Token[]
  readonly output: Output
  /** Of the request, all choices together. */
  readonly usage?: Usage
  readonly basis: EvidenceBasis
  /** Size of the vocabulary where it is known. */
  readonly vocabulary?: number
  readonly streamed: boolean
  /** Outputs of the request. */
  readonly choices: number
  /** The request's messages where they are known: the last one may be a prefill. */
  readonly messages?: readonly Message[]
  /** What the adapter saw on the wire. A code that it reports is its own: the rule of that name is not applied to the tokens again. */
  readonly adapterIssues?: readonly EvidenceIssue[]
  /** Where the adapter knows better than `usage` and `choices` tell. */
  readonly completeness?: number | null
  /** The alignment of these tokens, where the caller has made it already. */
  readonly alignment?: Alignment
}

/** Details of one code that are kept. */
const MOST_DETAILS = 4

/** Issues with each code once: counts added up, the first place, details side by side. Order of first appearance. */
export function mergeIssues(issues: readonly EvidenceIssue[]): EvidenceIssue[] {
  const merged = new Map<string, { issue: EvidenceIssue; details: string[] }>()
  for (const issue of issues) {
    const known = merged.get(issue.code)
    if (known === undefined) {
      merged.set(issue.code, { issue, details: issue.detail === undefined ? [] : [issue.detail] })
      continue
    }
    const at = Math.min(known.issue.at ?? Infinity, issue.at ?? Infinity)
    known.issue = { code: issue.code, count: known.issue.count + issue.count, ...(at === Infinity ? {} : { at }) }
    if (issue.detail !== undefined && !known.details.includes(issue.detail)) known.details.push(issue.detail)
  }
  return [...merged.values()].map(({ issue, details }) => {
    if (details.length === 0) return issue
    const shown = details.slice(0, MOST_DETAILS).join('; ')
    return { ...issue, detail: details.length > MOST_DETAILS ? `${shown}; …` : shown }
  })
}

/** Length of the longest list among the tokens. */
function longestList(tokens: readonly Token[]): number {
  let k = 0
  for (const { alternatives } of tokens) if (alternatives.length > k) k = alternatives.length
  return k
}

/** Whether every answer token that has a value lists the whole vocabulary: no token is unlisted. */
function isWhole(tokens: readonly Token[], vocabulary: number | undefined): boolean {
  if (vocabulary === undefined) return false
  let answers = 0
  for (const token of tokens) {
    if (!isAnswerToken(token) || token.logprob === null) continue
    if (token.alternatives.length < vocabulary) return false
    answers += 1
  }
  return answers > 0
}

function tierOf({ tokens, vocabulary, output }: EvidenceInput, k: number): EvidenceTier {
  if (k > 0) return isWhole(tokens, vocabulary) ? 'distribution' : 'top-k'
  if (tokens.some((token) => token.logprob !== null || token.ceiling !== undefined)) return 'selected'
  return output.verbalized === undefined ? 'none' : 'verbalized'
}

/** UTF-16 length of the beginning of the text that is the request's last message, an assistant's that the answer goes on with. */
function prefillOf({ output, messages }: EvidenceInput): number {
  const last = messages?.at(-1)
  return last?.role === 'assistant' && last.content !== null && output.text.startsWith(last.content) ? last.content.length : 0
}

/** Runs every rule over the tokens and the text. */
function findIssues(input: EvidenceInput, alignment: Alignment, reported: number | null): (EvidenceIssue | null)[] {
  const { tokens, output } = input
  const { unified: finish } = output.finish
  const range = valueRange(tokens)
  const places = placesOfChosen(tokens)
  // Another scale shows above 0, and two bases differ in the chosen values: what cannot be is not looked for.
  const positive = range.most > ROUNDING_ABOVE_ZERO ? findPositiveLogprobs(tokens) : null
  const valueMismatch = findChosenValueMismatch(tokens, places)
  return [
    range.least <= SUSPICIOUS_FROM ? findSentinels(tokens) : null,
    range.isFinite ? null : findNonFinite(tokens),
    positive,
    positive === null ? null : findProbabilities(tokens),
    positive === null ? null : findLogits(tokens),
    findMassAboveOne(tokens),
    findAllZero(tokens),
    findCoarseValues(tokens),
    findDuplicateBlocks(tokens, reported),
    findLastChunkOnly(tokens, alignment, input.streamed, input.choices > 1 ? undefined : input.usage),
    findTextMismatch(alignment, { finish, prefill: prefillOf(input) }),
    findReplacedBytes(tokens, output.text + (output.reasoning ?? '') + (output.refusal ?? '')),
    range.isDescending ? null : findUnsortedAlternatives(tokens),
    findDuplicateAlternatives(tokens),
    findChosenNotListed(tokens, places),
    findNotTrueTopK(tokens, places),
    valueMismatch,
    valueMismatch === null ? null : findMixedBases(tokens, places),
  ]
}

/** Issues of the adapter that account for tokens without a logprob. */
const ACCOUNTS_FOR_MISSING: ReadonlySet<string> = new Set(['sentinel', 'non-finite', 'missing-logprob', 'wrong-type'])

/**
 * The evidence of one output: tier, k, completeness and issues, from its tokens, its text and the reported usage.
 *
 * - Tier: `distribution` where every answer token lists the whole vocabulary (its size must be known), `top-k` where there are lists, `selected`
 *   where there are only chosen tokens, `none` without any value, or `verbalized` where the answer states a confidence itself.
 * - Completeness: entries / reported output tokens, the end-of-sequence token explained, at most 1; `null` where there is no count, or several
 *   choices share one.
 * - Issues: the adapter's, then those of every integrity rule whose code the adapter did not report; each code once.
 * Cost: linear in tokens and alternatives, plus one alignment. Never throws.
 */
export function assessEvidence(input: EvidenceInput): Evidence {
  const { tokens, usage, vocabulary, choices } = input
  const given = mergeIssues(input.adapterIssues ?? [])
  const codes = new Set<string>(given.map(({ code }) => code))
  const entries = compareEntries(tokens, usage, input.output.finish.unified, choices)
  const found: (EvidenceIssue | null)[] = []
  if (input.completeness === undefined) found.push(entries.issue)
  if (tokens.length > 0) {
    const alignment =
      input.alignment ??
      alignTokens({ tokens, output: input.output, ...(input.messages === undefined ? {} : { request: { messages: input.messages } }) })
    found.push(...findIssues(input, alignment, choices > 1 || usage === undefined ? null : usage.output))
    if (!given.some(({ code }) => ACCOUNTS_FOR_MISSING.has(code))) found.push(findMissingLogprobs(tokens))
  }
  const completeness = input.completeness === undefined ? entries.completeness : input.completeness
  const k = longestList(tokens)
  return {
    tier: tierOf(input, k),
    k,
    ...(vocabulary === undefined ? {} : { vocabulary }),
    basis: input.basis,
    completeness: completeness === null ? null : Math.min(1, completeness),
    issues: [...given, ...found.filter((issue) => issue !== null && !codes.has(issue.code))] as EvidenceIssue[],
  }
}
