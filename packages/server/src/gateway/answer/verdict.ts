/** The analysis of an answer told with the answer itself, where it is quick enough and wanted. */
import type { CaptureVerdict } from '../../capture/contract.ts'
import type { Exchange } from '../exchange.ts'

/**
 * Hands the capture over and waits for what the analysis says, at most `waitMs`; `null` where it does not come in time or at all.
 * The answer's bytes are not on their way yet, so they are copied.
 */
export function askVerdict(exchange: Exchange, waitMs: number, tell: (verdict: CaptureVerdict | null) => void): void {
  let isTold = false
  function once(verdict: CaptureVerdict | null): void {
    if (isTold) return
    isTold = true
    clearTimeout(timer)
    tell(verdict)
  }
  const timer = setTimeout(once, waitMs, null)
  if (!exchange.capture('complete', true, once)) once(null)
}

/** RFC 8941: an item with parameters. */
export function verdictHeader({ action, rule, basis, errorRisk, reason }: CaptureVerdict): string {
  const quoted = (text: string): string => `"${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`
  const risk = errorRisk === null ? '' : `;error-risk=${errorRisk.toFixed(3)}`
  if (reason !== undefined) return `${action};reason=${reason};basis=${quoted(basis)}`
  return `${action}${rule === null ? '' : `;rule=${quoted(rule)}`};basis=${quoted(basis)}${risk}`
}

/** A comment that clients of server-sent events skip. */
export function verdictComment({ traceId, action, rule, basis, errorRisk, reason }: CaptureVerdict): Buffer {
  const why = reason === undefined ? {} : { reason }
  return Buffer.from(`: logitscope ${JSON.stringify({ traceId, action, rule, basis, errorRisk, ...why })}\n\n`)
}
