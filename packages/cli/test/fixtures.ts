/** Small inputs of the kinds that the command reads. */

export interface ChatToken {
  readonly token: string
  readonly logprob: number
  readonly top?: readonly (readonly [string, number])[]
}

/** A chat answer of the OpenAI API, with several choices where several lists are given. */
export function chatBody(
  choices: readonly (readonly ChatToken[])[],
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'model-x',
    choices: choices.map((tokens, index) => ({
      index,
      message: { role: 'assistant', content: tokens.map(({ token }) => token).join('') },
      logprobs: {
        content: tokens.map(({ token, logprob, top = [[token, logprob]] }) => ({
          token,
          logprob,
          bytes: [...Buffer.from(token)],
          top_logprobs: top.map(([text, value]) => ({ token: text, logprob: value, bytes: [...Buffer.from(text)] })),
        })),
      },
      finish_reason: 'stop',
    })),
    usage: { prompt_tokens: 5, completion_tokens: choices.reduce((sum, tokens) => sum + tokens.length, 0), total_tokens: 9 },
    ...more,
  }
}

export const SURE: readonly ChatToken[] = [
  {
    token: 'Ankara',
    logprob: -0.01,
    top: [
      ['Ankara', -0.01],
      ['Istanbul', -5],
    ],
  },
  {
    token: '.',
    logprob: -0.001,
    top: [
      ['.', -0.001],
      ['!', -7],
    ],
  },
]

export const UNSURE: readonly ChatToken[] = [
  {
    token: 'Maybe',
    logprob: -4.2,
    top: [
      ['It', -1.2],
      ['The', -1.4],
      ['Maybe', -4.2],
    ],
  },
  {
    token: ' Paris',
    logprob: -3.9,
    top: [
      [' Rome', -1.1],
      [' in', -1.5],
      [' Paris', -3.9],
    ],
  },
  {
    token: ' or',
    logprob: -3.6,
    top: [
      ['.', -0.9],
      [',', -1.6],
      [' or', -3.6],
    ],
  },
]

/** Bare columns, one answer. */
export function columns(tokens: readonly string[], logprobs: readonly number[], more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ tokens, logprobs, text: tokens.join(''), ...more })
}
