/** The providers' words for why an output ended, in one vocabulary. */
import type { Finish, FinishReason } from '@logitscope/core'

const WORDS: Readonly<Record<FinishReason, readonly string[]>> = {
  stop: [
    'stop',
    'stop_sequence',
    'stop_token',
    'end_turn',
    'eos',
    'eos_token',
    'completed',
    'complete',
    'finished',
    'end',
    'stop_str',
    'endoftext',
  ],
  length: [
    'length',
    'max_tokens',
    'max_output_tokens',
    'model_length',
    'max_length',
    'limit',
    'token_limit',
    'truncated',
    'context_length_exceeded',
    'max_completion_tokens',
  ],
  'content-filter': [
    'content_filter',
    'content_filtered',
    'safety',
    'recitation',
    'blocklist',
    'prohibited_content',
    'spii',
    'guardrail_intervened',
    'sensitive',
  ],
  'tool-calls': ['tool_calls', 'tool_call', 'function_call', 'tool_use'],
  error: ['error', 'failed', 'error_toxic', 'insufficient_system_resource', 'malformed_function_call'],
  cancelled: ['cancelled', 'canceled', 'abort', 'aborted', 'user_cancel', 'user_cancelled'],
  other: [],
  unknown: ['in_progress', 'queued'],
}

const UNIFIED: ReadonlyMap<string, FinishReason> = new Map(
  Object.entries(WORDS).flatMap(([unified, words]) => words.map((word) => [word, unified as FinishReason] as const)),
)

/** `raw`: the provider's word as it came; `null` where there was none. Letter case does not matter. */
export function finishOf(raw: string | null): Finish {
  if (raw === null || raw === '') return { unified: 'unknown', raw }
  return { unified: UNIFIED.get(raw.toLowerCase()) ?? 'other', raw }
}
