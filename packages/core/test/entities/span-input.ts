/** Traces of a few tokens, with their columns and alignment, for the tests of entities and fields. */
import type { SpanInput } from '../../src/detect/span-evidence.ts'
import { alignTokens } from '../../src/trace/alignment/index.ts'
import { columnsOf } from '../../src/trace/build-columns.ts'
import type { Token, ToolCall, Trace } from '../../src/trace/types.ts'

export type TokenSpec = readonly [text: string, logprob: number | null, rest?: Partial<Token>]

export function tokensFrom(specs: readonly TokenSpec[]): Token[] {
  return specs.map(([text, logprob, rest]) => ({ text, logprob, part: 'content', alternatives: [], ...rest }))
}

/** Tokens and texts as the detections of an answer read them. The text is what the content tokens spell, unless given. */
export function spanInput(
  tokens: readonly Token[],
  given: { readonly text?: string; readonly toolCalls?: readonly ToolCall[] } = {},
): SpanInput & { readonly trace: Trace } {
  const spelled = tokens.filter((token) => token.part === 'content' && token.special !== true).map((token) => token.text)
  const trace: Trace = {
    schema: 1,
    id: 'r.0',
    requestId: 'r',
    startedAt: 0,
    source: { provider: 'test', api: 'openai-chat', requestedModel: 'm', model: 'm', choice: 0, streamed: false },
    request: { parameters: {} },
    output: {
      text: given.text ?? spelled.join(''),
      finish: { unified: 'stop', raw: 'stop' },
      ...(given.toolCalls === undefined ? {} : { toolCalls: given.toolCalls }),
    },
    tokens,
    evidence: { tier: 'selected', k: 0, basis: 'raw', completeness: 1, issues: [] },
    timing: { totalMs: 1 },
    context: { project: 'test' },
  }
  return { trace, columns: columnsOf(trace), alignment: alignTokens(trace) }
}
