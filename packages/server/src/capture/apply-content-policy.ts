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
  type TraceContext,
} from '@logitscope/core'
import { createHash } from 'node:crypto'
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

/** As good for pairing as the name itself, and says nothing of it: programs put the question there. */
const hashed = (name: string): string => `sha256:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`

/**
 * What may be kept of the words that came beside an answer. User and session stay as they were sent, since erasure goes by them; what looks sensitive in
 * tags is masked, and names of questions and samples too, or replaced by a hash where no content is kept.
 */
function contextOf(context: TraceContext, policy: 'redacted' | 'none'): TraceContext {
  const { item, sampleGroup, tags } = context
  const name = policy === 'none' ? hashed : maskText
  return {
    ...context,
    ...(item === undefined ? {} : { item: name(item) }),
    ...(sampleGroup === undefined ? {} : { sampleGroup: name(sampleGroup) }),
    ...(tags === undefined ? {} : { tags: Object.fromEntries(Object.entries(tags).map(([tag, value]) => [tag, maskText(value)])) }),
  }
}

function withhold(trace: Trace, analysis: Analysis): { readonly trace: Trace; readonly analysis: Analysis } {
  const kept = withoutDetails(withholdContent(trace))
  return { trace: { ...kept, context: contextOf(trace.context, 'none') }, analysis: withholdAnalysisContent(analysis) }
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
    const kept = { ...redacted, context: contextOf(trace.context, 'redacted') }
    return { trace: kept, analysis: redactAnalysis(analysis, kept), failed: false }
  } catch {
    return { ...withhold(trace, analysis), failed: true }
  }
}
