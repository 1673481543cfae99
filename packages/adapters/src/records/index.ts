export type { ReadRecord, RecordReader, RecordReaderOptions } from './contract.ts'
export { createRecordReader } from './reader.ts'
export type { RecordLabel } from './record-facts.ts'
export { encodeColumns } from './columns/encode-columns.ts'
