/** Ends streams of the servers' own APIs, whose last event is like the others with a mark. */
import type { StreamEnding } from '../contract.ts'
import { asArray, asCount, asRecord, asText, isPresent, type Wire } from '../shared/wire.ts'
import { picked, watchStream, type EndReason } from './watch-stream.ts'

/** `isEnd`: whether an event is the last; `last`: the event to append, from the one before it and all text so far. */
function finishWith(
  isEnd: (event: Wire) => boolean,
  last: (event: Wire, reason: EndReason) => Wire | null,
  more: { readonly see?: (event: Wire) => void; readonly lines?: true; readonly done?: true } = {},
): StreamEnding {
  let before: Wire | null = null
  let isEnded = false
  return watchStream({
    event(value) {
      if (isEnd(value)) isEnded = true
      before = value
      more.see?.(value)
    },
    end(reason) {
      const data = isEnded || before === null ? null : last(before, reason)
      return data === null ? null : [{ data }, ...(more.done === true ? [{ data: '[DONE]' }] : [])]
    },
    ...(more.lines === true ? { lines: true } : {}),
  })
}

/** Ollama's `/api/generate` and `/api/chat`, one object a line; its tool calls come whole. */
export function finishOllama(): StreamEnding {
  return finishWith(
    (event) => event['done'] === true,
    (event, reason) => ({
      ...picked(event, ['model', 'created_at']),
      ...(asRecord(event['message']) === null ? { response: '' } : { message: { role: 'assistant', content: '' } }),
      done: true,
      done_reason: reason,
    }),
    { lines: true },
  )
}

/** TGI's `/generate_stream`: an empty special token whose probability nobody knows, with all text. */
export function finishTgi(): StreamEnding {
  let text = ''
  return finishWith(
    (event) => isPresent(event['generated_text']),
    (event) => ({
      ...(asCount(event['index']) === null ? {} : { index: (event['index'] as number) + 1 }),
      token: { id: 0, text: '', logprob: null, special: true },
      generated_text: text,
      details: null,
    }),
    {
      see(event) {
        const token = asRecord(event['token'])
        if (token?.['special'] !== true) text += asText(token?.['text']) ?? ''
      },
    },
  )
}

/** llama-server's `/completion`. */
export function finishLlamaServer(): StreamEnding {
  return finishWith(
    (event) => event['stop'] === true,
    (event, reason) => ({
      ...picked(event, ['index', 'id_slot', 'tokens_predicted', 'tokens_evaluated']),
      content: '',
      tokens: [],
      stop: true,
      truncated: false,
      stop_type: reason === 'length' ? 'limit' : 'none',
      stopping_word: '',
    }),
  )
}

/** SGLang's `/generate`: each event repeats all text so far, or, where the server was told to, holds only what is new. */
export function finishSglang(): StreamEnding {
  let previous = ''
  let isCumulative = true
  return finishWith(
    (event) => isPresent(asRecord(event['meta_info'])?.['finish_reason']),
    (event, reason) => {
      const info = asRecord(event['meta_info'])
      if (info === null) return null
      return {
        ...picked(event, ['index']),
        text: isCumulative ? (asText(event['text']) ?? '') : '',
        meta_info: { ...picked(info, ['id', 'prompt_tokens', 'completion_tokens', 'cached_tokens']), finish_reason: { type: reason } },
      }
    },
    {
      done: true,
      see(event) {
        const text = asText(event['text']) ?? ''
        if (!text.startsWith(previous)) isCumulative = false
        previous = text
      },
    },
  )
}

/** Gemini's `streamGenerateContent?alt=sse`; its function calls come whole. The other form of stream, one long array, cannot be ended here. */
export function finishGemini(): StreamEnding {
  const first = (event: Wire): Wire | null => asRecord(asArray(event['candidates'])?.[0])
  return finishWith(
    (event) => isPresent(first(event)?.['finishReason']),
    (event, reason) => ({
      candidates: [
        {
          content: { parts: [{ text: '' }], role: 'model' },
          finishReason: reason === 'stop' ? 'STOP' : 'MAX_TOKENS',
          ...picked(first(event) ?? {}, ['index']),
        },
      ],
      ...picked(event, ['modelVersion', 'responseId']),
    }),
  )
}

/** OpenAI's transcriptions: the last event holds all text. */
export function finishTranscription(): StreamEnding {
  let text = ''
  return finishWith(
    (event) => event['type'] === 'transcript.text.done',
    () => ({ type: 'transcript.text.done', text }),
    {
      done: true,
      see(event) {
        if (event['type'] === 'transcript.text.delta') text += asText(event['delta']) ?? ''
      },
    },
  )
}

/** watsonx's `/text/generation_stream`. */
export function finishWatsonx(): StreamEnding {
  const first = (event: Wire): Wire | null => asRecord(asArray(event['results'])?.[0])
  const ended = (event: Wire): boolean => !['not_finished', ''].includes((asText(first(event)?.['stop_reason']) ?? '').toLowerCase())
  return finishWith(ended, (event, reason) => ({
    ...picked(event, ['model_id', 'model_version', 'created_at']),
    results: [
      {
        generated_text: '',
        ...picked(first(event) ?? {}, ['generated_token_count', 'input_token_count']),
        stop_reason: reason === 'length' ? 'max_tokens' : 'eos_token',
      },
    ],
  }))
}
