const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Waits between attempts, ms: the schedule that the Standard Webhooks specification proposes. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]

/** How long to wait after that many failed attempts, ms, up to a tenth longer so that many do not come at once; `null`: give it up. */
export function waitAfter(attempts: number, random: () => number): number | null {
  const wait = WAITS[attempts - 1]
  return wait === undefined ? null : Math.round(wait * (1 + random() / 10))
}
