/** The outer fields of a written body. */
import type { Trace } from '@logitscope/core'

/** Whether a trace holds an error and nothing else. */
export function isOnlyError(trace: Trace): boolean {
  const { error, text, refusal, reasoning, toolCalls } = trace.output
  return (
    error !== undefined &&
    text === '' &&
    trace.tokens.length === 0 &&
    refusal === undefined &&
    reasoning === undefined &&
    toolCalls === undefined
  )
}

export function encodeUsage(trace: Trace | undefined): object {
  const usage = trace?.usage
  if (usage === undefined) return {}
  return {
    usage: {
      prompt_tokens: usage.input,
      completion_tokens: usage.output,
      total_tokens: usage.input + usage.output,
      ...(usage.reasoning === undefined ? {} : { completion_tokens_details: { reasoning_tokens: usage.reasoning } }),
    },
  }
}
