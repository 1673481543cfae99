import type { Answer, Unreadable } from './answer.ts'

/** Legal in JSON, but obeyed by terminals or drawn in another order: written as escapes, so that a line can be looked at. The value is the same. */
const UNSAFE = /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** One line of JSON. */
export function jsonLine(value: unknown): string {
  const line = JSON.stringify(value)
  return `${line.search(UNSAFE) >= 0 ? line.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`) : line}\n`
}

/** The line of an answer, as the reference of the command describes it. */
export function answerLine({ file, index, trace, analysis, label }: Answer, options: { readonly perToken: boolean }): string {
  const { metrics, reasons, perToken, detections, hallucination, errorRisk, calibration, verdict, language, profile } = analysis
  return jsonLine({
    file,
    index,
    trace,
    metrics,
    reasons,
    ...(options.perToken ? { perToken } : {}),
    detections,
    hallucination,
    errorRisk,
    ...(calibration === undefined ? {} : { calibration }),
    verdict,
    language,
    profile,
    ...(label === undefined ? {} : { label }),
  })
}

/** The line of what could not be read. */
export function unreadableLine({ file, index, issues }: Unreadable): string {
  return jsonLine({ file, index, issues })
}
