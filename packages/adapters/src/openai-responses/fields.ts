/** The fields of a Responses answer that are read, or known to say nothing about tokens. Whatever else comes is counted. */
import { names } from '../shared/known-fields.ts'

export const RESPONSE: ReadonlySet<string> = names(
  'id object created_at completed_at status error incomplete_details model output output_text usage instructions metadata user',
  'background billing conversation max_output_tokens max_tool_calls parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_retention',
  'reasoning safety_identifier service_tier store temperature text tool_choice tools top_logprobs top_p truncation frequency_penalty presence_penalty moderation',
  'kv_transfer_params ec_transfer_params input_messages output_messages content_filters content_filter_results context_management include input seed stop timings',
)

export const EVENT: ReadonlySet<string> = names(
  'type sequence_number response output_index item item_id content_index part delta text logprobs obfuscation arguments name',
  'timings summary_index refusal annotation annotation_index code message param error input call_id',
)

export const ITEM: ReadonlySet<string> = names(
  'id type status role content phase summary encrypted_content name arguments call_id namespace input annotations created_by format version signature',
)

export const PART: ReadonlySet<string> = names('type text annotations logprobs refusal signature parsed')

const OTHER_ITEMS =
  /^(?:web_search_call|file_search_call|computer_call|computer_call_output|image_generation_call|code_interpreter_call|local_shell_call|shell_call|apply_patch_call|mcp_\w+|tool_search\w*|compaction|item_reference|function_call_output|custom_tool_call_output|program\w*)$/

const OTHER_EVENTS =
  /^(?:keepalive|ping|response\.(?:created|in_progress|queued|rate_limits\.\w+|output_text\.annotation\.added|(?:web_search_call|file_search_call|computer_call|image_generation_call|code_interpreter_call(?:_code)?|mcp_\w+|audio|shell_call|apply_patch_call)\..+))$/

/** Whether an item of this type holds no text of the model's own answer. */
export function isOtherItem(type: string): boolean {
  return OTHER_ITEMS.test(type)
}

/** Whether an event is about such an item, or only says that something begins or goes on. */
export function isOtherEvent(type: string): boolean {
  return OTHER_EVENTS.test(type)
}
