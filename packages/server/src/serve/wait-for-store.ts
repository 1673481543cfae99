import { StoreError } from '@logitscope/store'
import { StartError } from './start-error.ts'

const OPEN_MS = 10_000

/**
 * Waits for a store that opens at once, so that its errors are told at the start; one that migrates is not waited for: forwarding comes first.
 *
 * @throws StartError in words, where the store cannot be opened.
 */
export async function waitForStore(opened: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  try {
    await Promise.race([opened, new Promise<void>((resolve) => (timer = setTimeout(resolve, OPEN_MS)))])
  } catch (error) {
    if (StoreError.isInstance(error)) throw new StartError(`the store cannot be opened: ${error.message}`, { cause: error })
    throw error
  } finally {
    clearTimeout(timer)
  }
}
