/** Where an event stream (Server-Sent Events, as in a recorded answer) begins and ends inside an input. */

const STARTS = ['data:', 'event:', 'id:', 'retry:', ':'].map((text) => Array.from(text, (character) => character.charCodeAt(0)))
const DONE = Array.from('[DONE]', (character) => character.charCodeAt(0))
const DATA = STARTS[0]!
const LF = 0x0a
const CR = 0x0d

/** Whether the line that starts at `at` is a field of an event stream; `null` where more bytes must come to tell. */
export function startsStream(bytes: Uint8Array, at: number, end: number, ended: boolean): boolean | null {
  let open = false
  for (const start of STARTS) {
    let same = 0
    while (same < start.length && at + same < end && bytes[at + same] === start[same]) same += 1
    if (same === start.length) return true
    if (at + same === end) open = true
  }
  return open && !ended ? null : false
}

/** Finds the end of the line `data: [DONE]`, in bytes cut anywhere. */
export interface DoneFinder {
  /** Line feeds in what the last call used up. */
  newlines: number
  reset: () => void
  /** Index of the line break after it in bytes[from, to), or −1. */
  feed: (bytes: Uint8Array, from: number, to: number) => number
}

export function createDoneFinder(): DoneFinder {
  /** How much of the line was matched so far; −1 where it is another line. */
  let matched = 0
  const whole = DATA.length + DONE.length

  const finder: DoneFinder = {
    newlines: 0,
    reset() {
      matched = 0
    },
    feed(bytes, from, to) {
      finder.newlines = 0
      for (let i = from; i < to; i++) {
        const byte = bytes[i]!
        if (byte === LF || byte === CR) {
          const found = matched === whole
          if (byte === LF && !found) finder.newlines += 1
          matched = 0
          if (found) return i
        } else if (matched >= 0) {
          const wanted = matched < DATA.length ? DATA[matched] : DONE[matched - DATA.length]
          if (byte === wanted) matched += 1
          else if (byte !== 0x20 || (matched !== DATA.length && matched !== whole)) matched = -1
        }
      }
      return -1
    },
  }
  return finder
}
