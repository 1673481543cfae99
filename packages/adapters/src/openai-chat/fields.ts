/** The fields of a chat answer that are read, or known to say nothing about tokens. Whatever else comes is counted. */
import { names } from '../shared/known-fields.ts'

export const TOP: ReadonlySet<string> = names(
  'id object created model choices usage system_fingerprint service_tier obfuscation error',
  // Azure; Bedrock; OpenRouter; Groq; Cerebras; Perplexity; LM Studio; SGLang; Together
  'prompt_filter_results provider x_groq time_info citations search_results images related_questions stats model_info runtime metadata prompt moderation billing',
  // vLLM
  'prompt_logprobs prompt_token_ids prompt_text kv_transfer_params ec_transfer_params metrics',
  // llama-server
  'timings prompt_progress __verbose warnings request_id',
)

export const CHOICE: ReadonlySet<string> = names(
  'index delta message finish_reason logprobs reasoning_logprobs text error obfuscation seed',
  'content_filter_results content_filter_result content_filter_offsets finish_details native_finish_reason',
  'stop_reason matched_stop token_ids routed_experts prompt_logprobs prompt_token_ids hidden_states',
)

export const MESSAGE: ReadonlySet<string> = names(
  'role content refusal tool_calls function_call reasoning_content reasoning reasoning_details annotations audio name token_id obfuscation',
  'citations provider_specific_fields reasoning_signature executed_tools images context prefix thinking thinking_blocks channel',
)

export const LISTS: ReadonlySet<string> = names(
  'content refusal reasoning_content tokens token_logprobs top_logprobs text_offset token_ids',
)
