import type { AnalyzedTrace } from '../../contract/analyzed-trace.ts'
import type { Engine } from '../engine.ts'
import { toStored } from '../stored-text.ts'
import { deletePayload } from './payloads.ts'
import { createSizes } from './project-sizes.ts'
import { searchText } from './search-text.ts'
import { readAnswer, type Place } from './stored-answer.ts'

/** What finds an answer that is to be deleted. */
export interface Doomed extends Place {
  readonly project: number
  readonly token_total: number
  readonly bytes: number
}

export const SELECT_DOOMED = 'a.seq, a.received_at, a.imported, a.rollup, a.started_at, a.project, a.token_total, a.bytes'

export function deleteSearch({ connection, lowBelow }: Engine, seq: number, { trace, analysis }: AnalyzedTrace): void {
  const { prompt, answer, low } = searchText(trace, analysis.perToken.logprob, lowBelow)
  connection.run(`INSERT INTO search (search, rowid, prompt, answer, low) VALUES ('delete', ?, ?, ?, ?)`, seq, prompt, answer, low)
}

/**
 * Deletes answers with tokens, text, labels and search entries, inside the caller's transaction. `before` sees each one first.
 */
export function deleteAnswers(engine: Engine, doomed: readonly Doomed[], before?: (answer: AnalyzedTrace, place: Doomed) => void): void {
  const { connection } = engine
  const sizes = createSizes()
  for (const place of doomed) {
    const answer = readAnswer(engine, place)
    before?.(answer, place)
    deleteSearch(engine, place.seq, answer)
    deletePayload(connection, place.seq)
    connection.run('DELETE FROM labels WHERE trace_id = ?', toStored(answer.trace.id))
    connection.run('DELETE FROM answers WHERE seq = ?', place.seq)
    sizes.add(place.project, place.token_total, place.bytes, -1)
  }
  sizes.write(connection)
}
