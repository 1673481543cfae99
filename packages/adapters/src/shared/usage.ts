/** How many tokens the provider says there were. */
import type { Usage } from '@logitscope/core'
import { asCount, asRecord, type Wire } from './wire.ts'

/** Reads usage under the names of chat and completions, of Responses, and of those who mix them; `null` where no count of the output is there. */
export function readUsage(value: unknown): Usage | null {
  const usage = asRecord(value)
  if (usage === null) return null
  const output = asCount(usage['completion_tokens']) ?? asCount(usage['output_tokens'])
  if (output === null) return null
  const input = asCount(usage['prompt_tokens']) ?? asCount(usage['input_tokens']) ?? 0
  const details = asRecord(usage['completion_tokens_details']) ?? asRecord(usage['output_tokens_details'])
  const reasoning = asCount(details?.['reasoning_tokens']) ?? asCount(usage['reasoning_tokens'])
  return reasoning === null ? { input, output } : { input, output, reasoning }
}

/** The counts that llama-server adds to its answers, whether or not usage was asked for. */
export function usageFromTimings(timings: Wire | null): Usage | null {
  const output = asCount(timings?.['predicted_n'])
  if (timings === null || output === null) return null
  return { input: (asCount(timings['prompt_n']) ?? 0) + (asCount(timings['cache_n']) ?? 0), output }
}
