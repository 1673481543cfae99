import type { LanguageDetector, LanguageTag } from '../language/types.ts'
import type { Trace } from '../trace/types.ts'
import type { Analysis } from './types.ts'

/** The tag of an unknown language (BCP 47). */
const UNDETERMINED = 'und'

/**
 * The language of an answer: what the caller says, else what the trace's context says, else what a detector finds in the text,
 * else `und`. Only the first two are `given`.
 */
export function languageOf(trace: Trace, given: LanguageTag | undefined, detector: LanguageDetector | undefined): Analysis['language'] {
  const said = given ?? trace.context.language
  if (said !== undefined && said !== '') return { tag: said, source: 'given' }
  const text = trace.output.text === '' ? (trace.output.refusal ?? '') : trace.output.text
  const detected = detector === undefined || text === '' ? null : detector.detect(text)
  return detected === null ? { tag: UNDETERMINED, source: 'unknown' } : { tag: detected.tag, source: 'detected' }
}
