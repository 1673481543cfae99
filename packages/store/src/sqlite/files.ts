import { existsSync, readdirSync, renameSync, statfsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** The data file in a folder. */
export function dataFile(folder: string): string {
  return join(folder, 'logitscope.db')
}

/** A mark that a read or write found the file damaged: the next start looks at all of it. */
export function suspectFile(folder: string): string {
  return join(folder, 'logitscope.db.suspect')
}

const COMPANIONS = ['', '-wal', '-shm'] as const

/** Bytes of a data file with its log; 0 where there is none. */
export function bytesOnDisk(file: string): number {
  return COMPANIONS.reduce((total, suffix) => total + (statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0), 0)
}

/** Bytes that may still be written to the disk of a folder; `null` where the system does not say. */
export function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/** The names of the damaged data files that were moved out of the way, oldest first. */
export function damagedFiles(folder: string): readonly string[] {
  const prefix = `${basename(dataFile(folder))}.damaged-`
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && !COMPANIONS.some((suffix) => suffix !== '' && name.endsWith(suffix)))
    .sort()
}

/** Moves a damaged data file with its log out of the way; returns its new path. */
export function setAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-')
  let target = `${file}.damaged-${stamp}`
  for (let i = 1; existsSync(target); i++) target = `${file}.damaged-${stamp}-${i}`
  for (const suffix of COMPANIONS) if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix)
  return target
}
