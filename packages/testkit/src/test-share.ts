/** How much of the costly checks a run does. `LOGITSCOPE_FULL=1` does all of it. */

const full: boolean = process.env['LOGITSCOPE_FULL'] === '1'

/** Bytes decoded at most for one check of one recording: which of the places to cut are tried. */
export const DECODED_BYTES: number = full ? Infinity : 300_000

/** Hostile versions of the answers of one format; `LOGITSCOPE_MUTATIONS` names another number. */
export const MUTATIONS: number = Number(process.env['LOGITSCOPE_MUTATIONS'] ?? (full ? 100_000 : 2000))
