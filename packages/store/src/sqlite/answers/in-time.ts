import { StoreError } from '../../contract/store-error.ts'

/** A count, `null` where it could not be made in time. */
export function inTime<Count>(count: () => Count): Count | null {
  try {
    return count()
  } catch (error) {
    if (StoreError.isInstance(error) && error.code === 'deadline') return null
    throw error
  }
}
