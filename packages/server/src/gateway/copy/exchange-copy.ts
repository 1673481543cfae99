/** The copy of an exchange's bytes: by reference, bounded, given up rather than grown. */

export interface CopyBudget {
  /** Bytes that all copies hold. */
  held: number
  readonly limit: number
}

export interface ExchangeCopy {
  readonly request: (piece: Buffer) => void
  /** @param atMs since the request, where the time was taken. */
  readonly answer: (piece: Buffer, atMs: number) => void
  /** Forgets the answer: another one comes. */
  readonly restart: () => void
  /** Why it was given up; `null` where it is whole. */
  readonly lost: () => string | null
  readonly requestBody: () => Buffer | null
  readonly pieces: () => readonly Buffer[]
  readonly arrivals: () => readonly number[]
  /** Gives the budget back; the copy is over. */
  readonly release: () => void
}

/** @param limit most bytes of this exchange. A request body beyond it is not kept; an answer beyond it loses the capture. */
export function createExchangeCopy(limit: number, budget: CopyBudget): ExchangeCopy {
  let requestPieces: Buffer[] | null = null
  let requestLost = false
  let requestBytes = 0
  let answer: Buffer[] = []
  let arrivals: number[] = []
  let answerBytes = 0
  let lost: string | null = null
  let held = 0

  function hold(bytes: number): boolean {
    if (budget.held + bytes > budget.limit) return false
    budget.held += bytes
    held += bytes
    return true
  }

  function letGo(bytes: number): void {
    budget.held -= bytes
    held -= bytes
  }

  function giveUp(reason: string): void {
    lost = reason
    answer = []
    arrivals = []
    requestPieces = null
    letGo(held)
  }

  return {
    request(piece) {
      if (lost !== null || requestLost) return
      if (requestBytes + piece.length > limit || !hold(piece.length)) {
        letGo(requestBytes)
        requestLost = true
        requestPieces = null
        return
      }
      requestBytes += piece.length
      if (requestPieces === null) requestPieces = [piece]
      else requestPieces.push(piece)
    },
    answer(piece, atMs) {
      if (lost !== null) return
      if (answerBytes + piece.length > limit) giveUp('answer-too-large')
      else if (!hold(piece.length)) giveUp('copies-full')
      else {
        answerBytes += piece.length
        answer.push(piece)
        arrivals.push(atMs)
      }
    },
    restart() {
      if (lost !== null) return
      letGo(answerBytes)
      answerBytes = 0
      answer = []
      arrivals = []
    },
    lost: () => lost,
    requestBody() {
      if (requestPieces === null) return null
      return requestPieces.length === 1 ? requestPieces[0]! : Buffer.concat(requestPieces, requestBytes)
    },
    pieces: () => answer,
    arrivals: () => arrivals,
    release() {
      letGo(held)
    },
  }
}
