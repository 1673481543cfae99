/** Takes out of an answer, whole or streamed, what is there only because we asked. */
import type { Asked, Strip, StreamStripper } from '../contract.ts'
import { withMembersOf } from './edit-json.ts'
import { createFrameCutter, type Frame } from './frames.ts'

/** What becomes of one body, or of the data of one event. */
export type Edited =
  | { readonly kind: 'goes'; readonly bytes: Uint8Array }
  /** The last that a choice says; the event behind it may be ours and hold what this one would have said. */
  | { readonly kind: 'waits'; readonly bytes: Uint8Array }
  /** Would not have been sent. `to`: what it alone says (but for these members) goes to the event that waits. */
  | { readonly kind: 'dropped'; readonly but: readonly string[] }

/** Edits the pieces of one answer in their order; knows what it has learned from them. */
export type Editor = (bytes: Uint8Array) => Edited

const EVENT_LIMIT = 64 * 1024 * 1024
const NOTHING = new Uint8Array(0)

export const goes = (bytes: Uint8Array): Edited => ({ kind: 'goes', bytes })

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length <= 1) return pieces[0] ?? NOTHING
  const out = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    out.set(piece, at)
    at += piece.length
  }
  return out
}

interface Waiting {
  readonly frame: Frame
  data: Uint8Array
}

function withData({ bytes, data }: Frame, by: Uint8Array): Uint8Array {
  return data === null ? bytes : joined([bytes.subarray(0, data.start), by, bytes.subarray(data.end)])
}

function createStripper(edit: Editor): StreamStripper {
  const cutter = createFrameCutter(EVENT_LIMIT)
  let waiting: Waiting | null = null

  function release(out: Uint8Array[]): void {
    if (waiting !== null) out.push(withData(waiting.frame, waiting.data))
    waiting = null
  }

  function take(frame: Frame, out: Uint8Array[]): void {
    const data = frame.data === null ? null : frame.bytes.subarray(frame.data.start, frame.data.end)
    const edited = data === null ? null : edit(data)
    if (edited?.kind === 'dropped') {
      if (waiting !== null && data !== null) waiting.data = withMembersOf(waiting.data, data, edited.but)
      return
    }
    release(out)
    if (edited?.kind === 'waits') waiting = { frame, data: edited.bytes }
    else out.push(edited === null || edited.bytes === data ? frame.bytes : withData(frame, edited.bytes))
  }

  return {
    push(bytes) {
      const out: Uint8Array[] = []
      for (const frame of cutter.push(bytes)) take(frame, out)
      return joined(out)
    },
    end() {
      const out: Uint8Array[] = []
      if (cutter.isInside()) take(cutter.rest(), out)
      release(out)
      return joined(out)
    },
  }
}

/** A format's `strip` from its way to edit the pieces of an answer. */
export function stripWith(editor: (asked: Asked) => Editor): Strip {
  return {
    body(bytes, asked) {
      const edited = editor(asked)(bytes)
      return edited.kind === 'dropped' ? bytes : edited.bytes
    },
    stream: (asked) => createStripper(editor(asked)),
  }
}
