/** The fields of a completions answer that are read, or known to say nothing about tokens. Whatever else comes is counted. */
import { names } from '../shared/known-fields.ts'

export const TOP: ReadonlySet<string> = names(
  'id object created model choices usage system_fingerprint service_tier obfuscation error prompt_filter_results provider metadata prompt',
  'kv_transfer_params ec_transfer_params metrics timings prompt_progress __verbose warnings request_id x_groq stats model_info',
)

export const CHOICE: ReadonlySet<string> = names(
  'text index logprobs finish_reason stop_reason matched_stop seed error obfuscation token_ids prompt_token_ids prompt_logprobs',
  'routed_experts hidden_states content_filter_results native_finish_reason reasoning',
)

export const LISTS: ReadonlySet<string> = names('content refusal')
