/** Reads an answer of which only its content says in which of several formats it is. */
import type { AnswerReader, DecodeOptions, Decoder, Delta, Format } from '../contract.ts'
import { findFormat } from '../formats.ts'
import { createAnswerDecoder, limitsOf } from '../shared/answer-decoder.ts'
import type { Formats } from './paths.ts'

/** Events that say nothing of their format; a stream that begins with more is read by the likeliest. */
const MOST_WAITING = 64

type Step = (reader: AnswerReader, out: Delta[]) => void

/** Waits until a piece shows its format, then reads all from the beginning so. */
function createChoosingReader(formats: Formats, options: DecodeOptions): AnswerReader {
  let chosen: AnswerReader | null = null
  let waiting: Step[] = []

  function choose(format: Format, out: Delta[]): AnswerReader {
    chosen = format.reader(options)
    for (const step of waiting) step(chosen, out)
    waiting = []
    return chosen
  }

  function take(step: Step, value: unknown, out: Delta[]): void {
    if (chosen !== null) {
      step(chosen, out)
      return
    }
    const found = value === undefined ? null : (formats.find((format) => format.matches(value)) ?? findFormat(value))
    waiting.push(step)
    if (found !== null) choose(found, out)
    else if (waiting.length >= MOST_WAITING) choose(formats[0], out)
  }

  return {
    event(value, name, out) {
      take(
        (reader, deltas) => {
          reader.event(value, name, deltas)
        },
        value,
        out,
      )
    },
    body(value, out) {
      take(
        (reader, deltas) => {
          reader.body(value, deltas)
        },
        value,
        out,
      )
    },
    done() {
      take(
        (reader) => {
          reader.done()
        },
        undefined,
        [],
      )
    },
    unreadable(what, detail) {
      take(
        (reader) => {
          reader.unreadable(what, detail)
        },
        undefined,
        [],
      )
    },
    end: (issues) => (chosen ?? choose(formats[0], [])).end(issues),
  }
}

/**
 * A decoder for an answer that may come in any of these formats (see `formatForRequest`). With several, the first piece that shows its format
 * decides, one of these before any other; an answer that shows none, such as an error, is read by the first.
 */
export function answerDecoder(formats: Formats, options: DecodeOptions): Decoder {
  if (formats.length === 1) return formats[0].decoder(options)
  return createAnswerDecoder(createChoosingReader(formats, options), limitsOf(options))
}
