import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'

export type DiskState = 'ok' | 'low' | 'very-low'

/** Below the reserve content is dropped; below a quarter of it nothing is stored any more. */
const VERY_LOW_SHARE = 0.25

/** Free bytes below which nothing is stored any more. */
export function leastFreeBytes(reserveBytes: number): number {
  return Math.floor(reserveBytes * VERY_LOW_SHARE)
}

export function diskStateOf(freeBytes: number | null, reserveBytes: number): DiskState {
  if (freeBytes === null || freeBytes >= reserveBytes) return 'ok'
  return freeBytes >= leastFreeBytes(reserveBytes) ? 'low' : 'very-low'
}

/** Free bytes for us on the disk of a folder; `null` where the system does not tell. */
export async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/** Whether a folder may be written as far as the system tells without trying. */
export async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
