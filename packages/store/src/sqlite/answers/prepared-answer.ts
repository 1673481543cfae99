import type { Analysis, AnswerSummary, Trace } from '@logitscope/core'
import type { AnalyzedTrace } from '../../contract/analyzed-trace.ts'
import { packAnswer, unpackAnswer } from '../payload/answer-payload.ts'
import { tokenCounts, type TokenCounts } from '../rollup/counted-tokens.ts'
import { relativeAvgLogprob, summaryOf } from './answer-row.ts'
import { searchText, type SearchText } from './search-text.ts'

/** What the rows of an answer are made of. */
interface Parts {
  /** Its `receivedAt` is not known yet. */
  readonly summary: AnswerSummary
  readonly relativeAvgLogprob: number | null
  readonly tokenTotal: number
  readonly counts: TokenCounts
  readonly search: SearchText
  readonly bytes: Uint8Array
}

/**
 * An answer packed for the file, a few kilobytes instead of the some hundred that its tokens take as objects. It waits for its batch in this form,
 * so that what was read and computed of it is let go at once, while it is still cheap to collect. Trace and analysis are unpacked when asked for.
 */
export class PreparedAnswer implements AnalyzedTrace {
  readonly imported: boolean
  readonly parts: Parts

  constructor(answer: AnalyzedTrace, lowBelow: number) {
    const { trace, analysis, imported } = answer
    const { logprob } = analysis.perToken
    this.imported = imported
    this.parts = {
      summary: summaryOf(answer, 0),
      relativeAvgLogprob: relativeAvgLogprob(analysis),
      tokenTotal: trace.tokens.length,
      counts: tokenCounts({ tokens: trace.tokens, logprob }, lowBelow),
      search: searchText(trace, logprob, lowBelow),
      bytes: packAnswer(trace, analysis),
    }
  }

  get trace(): Trace {
    const { receivedAt: _receivedAt, ...trace } = unpackAnswer(this.parts.bytes, 0).trace
    return trace
  }

  get analysis(): Analysis {
    return unpackAnswer(this.parts.bytes, 0).analysis
  }
}

/** The answer as it is kept; the same object where it is prepared already. `lowBelow`: logprob of low-confidence tokens, nats. */
export function prepareAnswer(answer: AnalyzedTrace, lowBelow: number): PreparedAnswer {
  return answer instanceof PreparedAnswer ? answer : new PreparedAnswer(answer, lowBelow)
}
