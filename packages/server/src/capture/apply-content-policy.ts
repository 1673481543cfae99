import {
  findSensitive,
  maskText,
  redactAnalysis,
  redactTrace,
  withholdAnalysisContent,
  withholdContent,
  type Analysis,
  type ContentPolicy,
  type Trace,
} from '@logitscope/core'
import { hashMediaOf } from './media.ts'

export interface Kept {
  readonly trace: Trace
  readonly analysis: Analysis
  /** The policy failed on this answer, so its content was dropped. */
  readonly failed: boolean
}

const isCredential = (kind: string): boolean => kind === 'secret' || kind === 'url-credentials'

/** Upstreams repeat the key in what they say about it: what looks like a credential is masked in error texts whatever the policy. */
function withoutCredentials(trace: Trace): Trace {
  const { error } = trace.output
  if (error === undefined) return trace
  const spans = findSensitive(error.message).filter(({ kind }) => isCredential(kind))
  if (spans.length === 0) return trace
  return { ...trace, output: { ...trace.output, error: { ...error, message: maskText(error.message, spans) } } }
}

const withoutDetails = (trace: Trace): Trace => ({
  ...trace,
  evidence: { ...trace.evidence, issues: trace.evidence.issues.map(({ detail: _, ...issue }) => issue) },
})

function withhold(trace: Trace, analysis: Analysis): { readonly trace: Trace; readonly analysis: Analysis } {
  return { trace: withoutDetails(withholdContent(trace)), analysis: withholdAnalysisContent(analysis) }
}

function maskDetails(trace: Trace): Trace {
  const issues = trace.evidence.issues.map((issue) => (issue.detail === undefined ? issue : { ...issue, detail: maskText(issue.detail) }))
  return { ...trace, evidence: { ...trace.evidence, issues } }
}

/** What may be kept of an answer under a policy. Where the policy itself fails, the content goes and the numbers stay. */
export function applyContentPolicy(trace: Trace, analysis: Analysis, policy: ContentPolicy): Kept {
  try {
    if (policy === 'none') return { ...withhold(trace, analysis), failed: false }
    const safe = withoutCredentials(hashMediaOf(trace))
    if (policy === 'full') return { trace: safe, analysis, failed: false }
    const redacted = maskDetails(redactTrace(safe))
    return { trace: redacted, analysis: redactAnalysis(analysis, redacted), failed: false }
  } catch {
    return { ...withhold(trace, analysis), failed: true }
  }
}
