/** Gathers the pieces of answers until each is complete. */
import { createMurmur3, digestMurmur3, updateMurmur3 } from '@logitscope/core'
import type { Piece } from './pieces.ts'

/** Answers whose pieces may be mixed with each other's. */
const MOST_OPEN = 16

export interface Group {
  readonly family: string
  id: string
  readonly index: number
  readonly line: number
  readonly values: unknown[]
  /** Values left out because the answer was too long. */
  dropped: number
  bytes: number
  /** Of the bytes of all pieces. */
  readonly digest: () => string
}

interface OpenGroup extends Group {
  readonly add: (value: unknown, bytes: Uint8Array) => void
}

export interface Groups {
  /** Takes a piece; false where it is an answer of its own. `index`: gives a new record its number. */
  readonly take: (piece: Piece, value: unknown, bytes: Uint8Array, line: number, index: () => number) => boolean
  /** Closes the groups of a family, or all. */
  readonly close: (family?: string) => void
}

function openGroup(
  family: string,
  id: string,
  index: number,
  line: number,
  limit: { readonly bytes: number; readonly values: number },
): OpenGroup {
  const state = createMurmur3()
  const group: OpenGroup = {
    family,
    id,
    index,
    line,
    values: [],
    dropped: 0,
    bytes: 0,
    digest: () => digestMurmur3(state),
    add(value, bytes) {
      group.bytes += bytes.length
      updateMurmur3(state, bytes)
      if (group.bytes > limit.bytes || group.values.length >= limit.values) group.dropped += 1
      else group.values.push(value)
    },
  }
  return group
}

export function createGroups(limit: { readonly bytes: number; readonly values: number }, closed: (group: Group) => void): Groups {
  /** In the order in which they were opened. */
  let open: OpenGroup[] = []

  function shut(group: OpenGroup): void {
    open = open.filter((other) => other !== group)
    closed(group)
  }

  /** The group that a piece goes on with. Some streams begin or end with an event without an id. */
  function groupOf({ family, id }: Piece): OpenGroup | undefined {
    const own = open.filter((group) => group.family === family)
    const same = own.find((group) => group.id === id)
    if (same !== undefined) return same
    const last = own.at(-1)
    if (last === undefined || (id !== '' && last.id !== '')) return undefined
    if (id !== '') last.id = id
    return last
  }

  return {
    take(piece, value, bytes, line, index) {
      let group = groupOf(piece)
      if (group !== undefined && piece.starts) {
        shut(group)
        group = undefined
      }
      if (group === undefined) {
        if (piece.whole) return false
        if (open.length >= MOST_OPEN) shut(open[0]!)
        group = openGroup(piece.family, piece.id, index(), line, limit)
        open.push(group)
      }
      group.add(value, bytes)
      if (piece.ends) shut(group)
      return true
    },
    close(family) {
      for (const group of open.filter((one) => family === undefined || one.family === family)) shut(group)
    },
  }
}
