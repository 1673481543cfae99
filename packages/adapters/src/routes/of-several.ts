/** Stripping and ending answers of which only their content says in which of several formats they are. */
import { utf8Decode } from '@logitscope/core'
import type { Strip, StreamEnding } from '../contract.ts'
import { parseJson } from '../shared/json.ts'
import { createFrameCutter } from '../strip/frames.ts'
import type { Formats } from './paths.ts'

/** Takes out what any of the formats' asking would have put in: each finds only what is in its own shape. `null` where none can. */
export function stripOf(formats: Formats): Strip | null {
  const strips = [...new Set(formats.flatMap(({ strip }) => strip ?? []))]
  if (strips.length <= 1) return strips[0] ?? null
  return {
    body: (bytes, asked) => strips.reduce((rest, strip) => strip.body(rest, asked), bytes),
    stream(asked) {
      const strippers = strips.map((strip) => strip.stream(asked))
      const through = (bytes: Uint8Array, from: number): Uint8Array =>
        strippers.slice(from).reduce((rest, stripper) => (rest.length === 0 ? rest : stripper.push(rest)), bytes)
      return {
        push: (bytes) => through(bytes, 0),
        end() {
          const pieces = strippers.map((stripper, i) => through(stripper.end(), i + 1))
          const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
          let at = 0
          for (const piece of pieces) {
            all.set(piece, at)
            at += piece.length
          }
          return all
        },
      }
    },
  }
}

/** Frames that say nothing of their format; a stream that begins with more cannot be ended. */
const MOST_WAITING = 64
const LONGEST_FRAME = 1024 * 1024

/** Ends a stream as the format does that its first events show. `null` where no format knows how. */
export function finishOf(formats: Formats): (() => StreamEnding) | null {
  if (formats.every(({ finish }) => finish === undefined)) return null
  return formats.length === 1 ? formats[0].finish! : () => createChoosingEnding(formats)
}

function createChoosingEnding(formats: Formats): StreamEnding {
  const cutter = createFrameCutter(LONGEST_FRAME)
  let waiting: Uint8Array[] = []
  let frames = 0
  let chosen: StreamEnding | null = null

  return {
    push(bytes) {
      if (chosen !== null) {
        chosen.push(bytes)
        return
      }
      if (frames >= MOST_WAITING) return
      waiting.push(bytes.slice())
      for (const { bytes: frame, data } of cutter.push(bytes)) {
        frames += 1
        const parsed = data === null ? null : parseJson(utf8Decode(frame, data.start, data.end))
        const found = parsed?.ok === true ? formats.find((format) => format.matches(parsed.value)) : undefined
        if (found?.finish === undefined) continue
        chosen = found.finish()
        for (const piece of waiting) chosen.push(piece)
        break
      }
      if (chosen !== null || frames >= MOST_WAITING) waiting = []
    },
    end: (reason) => chosen?.end(reason) ?? null,
  }
}
