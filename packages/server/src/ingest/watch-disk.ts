import { statfs } from 'node:fs/promises'

export type DiskState = 'ok' | 'low' | 'very-low'

/** Below the reserve content is dropped; below a quarter of it nothing is stored any more. */
const VERY_LOW_SHARE = 0.25

export function diskStateOf(freeBytes: number | null, reserveBytes: number): DiskState {
  if (freeBytes === null || freeBytes >= reserveBytes) return 'ok'
  return freeBytes >= reserveBytes * VERY_LOW_SHARE ? 'low' : 'very-low'
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
