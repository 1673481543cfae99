/** The pieces of a response while they arrive: parts of messages, reasoning, tool calls, each at its place. */
import type { AnswerDraft } from '../shared/answer-draft.ts'
import type { DraftToken } from '../shared/draft-token.ts'

export type PieceKind = 'content' | 'refusal' | 'reasoning' | 'summary' | 'tool'

export interface Piece {
  readonly kind: PieceKind
  readonly output: number
  readonly index: number
  /** Joined from the deltas. */
  said: string
  /** As the closing event or the whole answer gives it. */
  whole: string | null
  /** Tokens that came with the deltas: the values as computed. */
  readonly tokens: DraftToken[]
  /** The token list of the event that closes the text: exact too. */
  closing: readonly unknown[] | null
  /** The token list of the finished part, item or answer: often rounded. */
  finished: readonly unknown[] | null
  toolId: string | null
  toolName: string
}

export interface Pieces {
  /** The piece of a kind at a place, made where it is new; `null` beyond a limit, which is counted. */
  readonly at: (kind: PieceKind, output: number, index: number) => Piece | null
  /** In the order of the output. */
  readonly list: () => readonly Piece[]
}

const MOST_PIECES = 4096
const ORDER: Readonly<Record<PieceKind, number>> = { reasoning: 0, summary: 1, content: 2, refusal: 3, tool: 4 }

export function createPieces(draft: AnswerDraft): Pieces {
  const pieces = new Map<string, Piece>()
  return {
    at(kind, output, index) {
      const key = `${kind} ${output} ${index}`
      const known = pieces.get(key)
      if (known !== undefined) return known
      if (pieces.size >= MOST_PIECES) {
        draft.log.add('limit-exceeded', undefined, `parts beyond ${MOST_PIECES} are left out`)
        return null
      }
      const piece: Piece = {
        kind,
        output,
        index,
        said: '',
        whole: null,
        tokens: [],
        closing: null,
        finished: null,
        toolId: null,
        toolName: '',
      }
      pieces.set(key, piece)
      return piece
    },
    list: () => [...pieces.values()].sort((a, b) => a.output - b.output || ORDER[a.kind] - ORDER[b.kind] || a.index - b.index),
  }
}
