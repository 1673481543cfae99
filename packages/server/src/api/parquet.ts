import type { Label } from '@logitscope/core'
import type { AnalyzedTrace } from '@logitscope/store'
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { EXPORT_COLUMNS, type CellKind } from './export-columns.ts'

/** Answers of one row group, which is made at once: few, since other requests wait for that. */
const GROUP_ROWS = 1_000
/** A group ends earlier where its texts are long, UTF-16 units. */
const GROUP_UNITS = 4_000_000

const TYPES = { text: 'STRING', number: 'DOUBLE', truth: 'BOOLEAN', time: 'TIMESTAMP', json: 'STRING' } as const satisfies Record<
  CellKind,
  string
>

type Row = readonly [answer: AnalyzedTrace, label: Label['value'] | null]

/** The columns of some rows, as the writer takes them. */
function columnsOf(rows: readonly Row[]): { readonly name: string; readonly type: (typeof TYPES)[CellKind]; readonly data: unknown[] }[] {
  return EXPORT_COLUMNS.map(([name, kind, of]) => ({
    name,
    type: TYPES[kind],
    data: rows.map(([answer, label]) => {
      const value = of(answer, label)
      return kind === 'time' && typeof value === 'number' ? BigInt(Math.floor(value)) : value
    }),
  }))
}

/** Takes what was written so far out of a writer, which goes on counting where it is in the file. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice()
  writer.index = 0
  return bytes
}

/**
 * Answers as an Apache Parquet file, piece by piece: a row an answer, the columns of the CSV with their types (`startedAt` as a timestamp in ms, UTC),
 * compressed with Snappy. A reader needs the whole file: its table of contents comes last.
 */
export async function* parquetPieces(rows: AsyncIterable<Row>): AsyncGenerator<Uint8Array, void, undefined> {
  const writer = new ByteWriter()
  const schema = schemaFromColumnData({ columnData: columnsOf([]) })
  const file = new ParquetWriter({ writer, schema, createdBy: 'logitscope' })
  let group: Row[] = []
  let units = 0
  const writeGroup = (): Uint8Array => {
    void file.write({ columnData: columnsOf(group), rowGroupSize: GROUP_ROWS })
    group = []
    units = 0
    return taken(writer)
  }
  for await (const row of rows) {
    group.push(row)
    units += row[0].trace.output.text.length
    if (group.length >= GROUP_ROWS || units >= GROUP_UNITS) yield writeGroup()
  }
  if (group.length > 0) yield writeGroup()
  void file.finish()
  yield taken(writer)
}
