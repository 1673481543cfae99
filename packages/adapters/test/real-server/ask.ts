/** Asks the real llama-server and reads what came back, in three formats that mean the same. */
import type { Trace } from '@logitscope/core'
import { formatOf, type DecodeResult } from '../../src/index.ts'

export type Surface = 'chat' | 'completions' | 'native'

export interface Question {
  readonly text: string
  /** Alternatives asked for. */
  readonly top: number
  readonly streamed: boolean
  readonly tokens?: number
  /** The answer is forced to be this text, whatever the model makes of it. */
  readonly forced?: string
}

const path = { chat: '/v1/chat/completions', completions: '/v1/completions', native: '/completion' } as const
const api = { chat: 'openai-chat', completions: 'openai-completions', native: 'llama-server' } as const

function requestOf(surface: Surface, { text, top, streamed, tokens = 6, forced }: Question): object {
  const common = {
    temperature: 0,
    cache_prompt: false,
    stream: streamed,
    ...(forced === undefined ? {} : { grammar: `root ::= ${JSON.stringify(forced)}` }),
  }
  if (surface === 'native') return { prompt: text, n_predict: tokens, n_probs: top, ...common }
  const openAi = { model: 'model', max_tokens: tokens, ...(streamed ? { stream_options: { include_usage: true } } : {}), ...common }
  return surface === 'chat'
    ? { messages: [{ role: 'user', content: text }], logprobs: true, top_logprobs: top, ...openAi }
    : { prompt: text, logprobs: top, ...openAi }
}

export async function answer(url: string, surface: Surface, question: Question): Promise<DecodeResult> {
  const request = requestOf(surface, question)
  const response = await fetch(url + path[surface], {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const decoder = formatOf(api[surface])!.decoder({ requestId: 'r', startedAt: 0, path: path[surface], request, status: response.status })
  for await (const chunk of response.body!) decoder.push(chunk)
  return decoder.end()
}

/** The one output of a request that was answered. */
export async function trace(url: string, surface: Surface, question: Question): Promise<Trace> {
  const { traces, issues } = await answer(url, surface, question)
  if (traces.length !== 1) throw new Error(`${traces.length} outputs: ${issues.map(({ message }) => message).join('; ')}`)
  return traces[0]!
}

export const codes = ({ evidence }: Trace): readonly string[] => evidence.issues.map(({ code }) => code).sort()
