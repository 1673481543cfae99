import { sampleAnswers } from '@logitscope/store/conformance'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { expect, it } from 'vitest'
import { EXPORT_COLUMNS } from './export-columns.ts'
import { parquetPieces } from './parquet.ts'

type Row = Parameters<(typeof EXPORT_COLUMNS)[number][2]>

async function* given(rows: readonly Row[]): AsyncGenerator<Row> {
  for (const row of rows) yield await Promise.resolve(row)
}

async function fileOf(rows: readonly Row[]): Promise<{ readonly file: ArrayBuffer; readonly pieces: number }> {
  const pieces: Uint8Array[] = []
  for await (const piece of parquetPieces(given(rows))) pieces.push(piece)
  const bytes = new Uint8Array(Buffer.concat(pieces))
  return { file: bytes.buffer, pieces: pieces.length }
}

it('writes what another reader reads back: every column, with its type, in several groups', async () => {
  const answers = sampleAnswers(2_300, (i) => ({
    context: { ...(i % 7 === 0 ? { tags: { plan: 'gold', ş: '"' } } : {}), ...(i % 5 === 0 ? { session: `oturum ${i} 🙂` } : {}) },
  }))
  const rows = answers.map((answer, i): Row => [answer, i % 3 === 0 ? 'incorrect' : null])
  const { file, pieces } = await fileOf(rows)
  expect(pieces).toBe(4)
  const metadata = parquetMetadata(file)
  expect(Number(metadata.num_rows)).toBe(2_300)
  expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual([1_000, 1_000, 300])
  const read = await parquetReadObjects({ file })
  const expected = rows.map((row) =>
    Object.fromEntries(
      EXPORT_COLUMNS.map(([name, kind, of]) => {
        const value = of(...row)
        return [name, kind === 'time' && typeof value === 'number' ? new Date(Math.floor(value)) : value]
      }),
    ),
  )
  expect(read).toEqual(expected)
})

it('writes a whole file where there is no answer', async () => {
  const { file } = await fileOf([])
  expect(await parquetReadObjects({ file })).toEqual([])
  expect(parquetMetadata(file).schema.map(({ name }) => name)).toEqual(['root', ...EXPORT_COLUMNS.map(([name]) => name)])
})

it('ends a group early where texts are long', async () => {
  const [answer] = sampleAnswers(1)
  const long = { ...answer!, trace: { ...answer!.trace, output: { ...answer!.trace.output, text: 'x'.repeat(3_000_000) } } }
  const { file, pieces } = await fileOf([long, long, long, long, long].map((one): Row => [one, null]))
  expect(pieces).toBe(4)
  expect(parquetMetadata(file).row_groups).toHaveLength(3)
})
