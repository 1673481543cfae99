/** Whether a trace keeps the promises of its type, whatever it was made from. */
import type { Trace } from '@logitscope/core'

/** What is wrong with a trace; `null` where nothing is. */
export function brokenPromise(trace: Trace): string | null {
  if (trace.id !== `${trace.requestId}.${trace.source.choice}`) return 'id'
  if (!Number.isSafeInteger(trace.source.choice) || trace.source.choice < 0) return 'source.choice'
  const { evidence } = trace
  if (evidence.completeness !== null && (Number.isNaN(evidence.completeness) || evidence.completeness < 0)) return 'evidence.completeness'
  for (const issue of evidence.issues) {
    if (!Number.isSafeInteger(issue.count) || issue.count < 1) return `count of ${issue.code}`
    if (issue.at !== undefined && (issue.at < 0 || issue.at >= Math.max(1, trace.tokens.length))) return `place of ${issue.code}`
  }
  const lists = [trace.tokens, trace.promptTokens ?? []]
  for (const tokens of lists) {
    for (let i = 0; i < tokens.length; i++) {
      const { text, bytes, logprob, ceiling, id, alternatives, partIndex } = tokens[i]!
      if (typeof text !== 'string') return `text of token ${i}`
      if (logprob !== null && !Number.isFinite(logprob)) return `logprob of token ${i}`
      if (Object.is(logprob, -0)) return `negative zero at token ${i}`
      if (ceiling !== undefined && (logprob !== null || !Number.isFinite(ceiling) || ceiling > 0)) return `ceiling of token ${i}`
      if (bytes !== undefined && (bytes.length === 0 || bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255)))
        return `bytes of token ${i}`
      if (id !== undefined && !Number.isSafeInteger(id)) return `id of token ${i}`
      if (partIndex !== undefined && !Number.isSafeInteger(partIndex)) return `part of token ${i}`
      for (let k = 0; k < alternatives.length; k++) {
        if (!Number.isFinite(alternatives[k]!.logprob)) return `alternative ${k} of token ${i}`
        if (k > 0 && alternatives[k - 1]!.logprob < alternatives[k]!.logprob) return `order of the alternatives of token ${i}`
      }
    }
  }
  if (Object.hasOwn(Object.prototype, 'polluted')) return 'the prototype of all objects was changed'
  return null
}
