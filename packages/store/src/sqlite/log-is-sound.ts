// The format of the write-ahead log: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
import { closeSync, openSync, readSync, statSync } from 'node:fs'

const HEADER = 32
const FRAME_HEADER = 24
const MOST_BYTES = 512 * 2 ** 20
/** Rounds of the log whose frames may still stand behind those of this one. */
const MOST_ROUNDS = 2 ** 16

type Sums = readonly [number, number]

/** The running checksum of SQLite over words of 4 bytes in the order that the magic number names. */
function sumUp(bytes: Buffer, from: number, to: number, [a, b]: Sums, isBig: boolean): Sums {
  let first = a
  let second = b
  for (let at = from; at < to; at += 8) {
    first = (first + (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + second) >>> 0
    second = (second + (isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + first) >>> 0
  }
  return [first, second]
}

/** What a frame adds to the running checksum: the first half of its head, and its page. */
function sumUpFrame(frame: Buffer, before: Sums, isBig: boolean): Sums {
  return sumUp(frame, FRAME_HEADER, frame.length, sumUp(frame, 0, 8, before, isBig), isBig)
}

const sumsOf = (frame: Buffer): Sums => [frame.readUInt32BE(16), frame.readUInt32BE(20)]
const isSame = (one: Sums, other: Sums): boolean => one[0] === other[0] && one[1] === other[1]

/** Whether two frames in a row are of one earlier round of the log: the second one's checksum continues the first one's. */
function areOfEarlierRound(first: Buffer, second: Buffer, isBig: boolean): boolean {
  return first.subarray(8, 16).equals(second.subarray(8, 16)) && isSame(sumUpFrame(second, sumsOf(first), isBig), sumsOf(second))
}

function isSound(handle: number, size: number): boolean {
  const header = Buffer.alloc(HEADER)
  if (readSync(handle, header, 0, HEADER, 0) < HEADER) return false
  const magic = header.readUInt32BE(0)
  const pageBytes = header.readUInt32BE(8)
  if ((magic & ~1) !== 0x377f0682 || pageBytes < 512 || pageBytes > 65_536) return false
  const isBig = (magic & 1) === 1
  let sums = sumUp(header, 0, 24, [0, 0], isBig)
  if (sums[0] !== header.readUInt32BE(24) || sums[1] !== header.readUInt32BE(28)) return false
  const frame = Buffer.alloc(FRAME_HEADER + pageBytes)
  for (let at = HEADER; at + frame.length <= size; at += frame.length) {
    if (readSync(handle, frame, 0, frame.length, at) < frame.length) return false
    const roundsAgo = (header.readUInt32BE(16) - frame.readUInt32BE(8)) >>> 0
    // What an earlier round of the log left behind ends this one.
    if (roundsAgo > 0) {
      const next = Buffer.alloc(frame.length)
      const isWhole = readSync(handle, next, 0, next.length, at + frame.length) === next.length
      return roundsAgo < MOST_ROUNDS && isWhole && areOfEarlierRound(frame, next, isBig)
    }
    sums = sumUpFrame(frame, sums, isBig)
    if (!isSame(sums, sumsOf(frame))) return false
  }
  return true
}

/**
 * Whether the write-ahead log of a file is whole, as far as it tells itself: SQLite reads a damaged one up to the damage, and says nothing. No log is
 * a sound one. `false` in doubt: where it cannot be read, is larger than 512 MiB, or ends in a single page that may be of an earlier round.
 */
export function logIsSound(file: string): boolean {
  try {
    const { size } = statSync(`${file}-wal`, { throwIfNoEntry: false }) ?? { size: 0 }
    if (size === 0) return true
    if (size > MOST_BYTES) return false
    const handle = openSync(`${file}-wal`, 'r')
    try {
      return isSound(handle, size)
    } finally {
      closeSync(handle)
    }
  } catch {
    return false
  }
}
