import type { Engine } from '../engine.ts'
import { PHRASE } from './filter-sql.ts'
import { holdsPhrase, searchText } from './search-text.ts'
import { readAnswer, SELECT_PLACE, type Place } from './stored-answer.ts'

/** Teaches a connection to look for a phrase in the answers that have its words. */
export function definePhraseFunction(engine: Engine): void {
  const { connection, lowBelow } = engine
  connection.db.function(PHRASE, (seq: number, phrase: string) => {
    const place = connection.get<Place>(`SELECT ${SELECT_PLACE} FROM answers a WHERE a.seq = ?`, seq)
    if (place === undefined) return 0
    const { trace, analysis } = readAnswer(engine, place)
    return holdsPhrase(searchText(trace, analysis.perToken.logprob, lowBelow), phrase) ? 1 : 0
  })
}
