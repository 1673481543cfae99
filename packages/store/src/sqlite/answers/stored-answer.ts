import type { AnalyzedTrace } from '../../contract/analyzed-trace.ts'
import { StoreError } from '../../contract/store-error.ts'
import type { Engine } from '../engine.ts'
import { unpackAnswer } from '../payload/answer-payload.ts'
import { DamagedPayloadError } from '../payload/byte-reader.ts'
import { toStored } from '../stored-text.ts'
import { readPayload } from './payloads.ts'

/** What finds an answer's payload. */
export interface Place {
  readonly seq: number
  readonly received_at: number
  readonly imported: number
  readonly rollup: number
  readonly started_at: number
}

export const SELECT_PLACE = 'a.seq, a.received_at, a.imported, a.rollup, a.started_at'

export function findPlace({ connection }: Engine, id: string): Place | undefined {
  return connection.get<Place>(`SELECT ${SELECT_PLACE} FROM answers a WHERE a.id = ?`, toStored(id))
}

/** The stored answer at a place. Throws a `StoreError` `corrupt` where its bytes are damaged. */
export function readAnswer({ connection }: Engine, place: Place): AnalyzedTrace {
  try {
    const { trace, analysis } = unpackAnswer(readPayload(connection, place.seq), place.received_at)
    return { trace, analysis, imported: place.imported === 1 }
  } catch (error) {
    if (!(error instanceof DamagedPayloadError || error instanceof SyntaxError)) throw error
    throw new StoreError('corrupt', `the stored tokens of answer ${place.seq} are damaged: ${error.message}`, { cause: error })
  }
}
