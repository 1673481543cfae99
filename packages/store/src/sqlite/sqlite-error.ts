import { StoreError, type StoreErrorCode } from '../contract/store-error.ts'

interface DriverError {
  readonly sqliteCode: number
  readonly sqliteExtendedCode?: number
}

function isDriverError(error: unknown): error is Error & DriverError {
  return error instanceof Error && typeof (error as Partial<DriverError>).sqliteCode === 'number'
}

const EXPLANATIONS: Readonly<Partial<Record<number, readonly [code: StoreErrorCode, words: string]>>> = {
  5: ['busy', 'the data file is in use by another connection; try again'],
  6: ['busy', 'a table of the data file is in use; try again'],
  7: ['unavailable', 'there is not enough memory'],
  8: ['read-only', 'the data file or its folder may not be written; check its owner and mode, and that the disk is not mounted read-only'],
  9: ['aborted', 'the query was called off'],
  10: ['unavailable', 'the disk does not read or write; check its health and that it is still mounted'],
  11: ['corrupt', 'the data file is damaged'],
  13: ['disk-full', 'the disk (or the quota) is full; free some space'],
  14: ['unavailable', 'the data file cannot be opened; check that its folder exists and may be written'],
  23: ['read-only', 'this may not be done through a reading connection'],
  26: ['corrupt', 'the data file is not a database'],
}

/** The driver's errors in the store's words; what is no error of the driver is given back as it is. */
export function storeError(error: unknown): unknown {
  if (!isDriverError(error)) return error
  const [code, words] = EXPLANATIONS[error.sqliteCode & 0xff] ?? ['unavailable', 'the data file could not be used']
  return new StoreError(code, `${words} (${error.message})`, { cause: error })
}

/** Whether a failure of the store is the driver's word that the file is damaged, not only what one answer holds. */
export function isFileDamage(error: StoreError): boolean {
  return error.code === 'corrupt' && isDriverError(error.cause)
}

/** Whether the driver says that a file is damaged or no database at all. */
export function isCorruption(error: unknown): boolean {
  const found = storeError(error)
  return StoreError.isInstance(found) && found.code === 'corrupt'
}
