/** Reads answers that a library or a platform kept in a shape of its own. */
import { mergeIssues, type ReadIssue, type Trace } from '@logitscope/core'
import type { DecodeOptions } from '../../contract.ts'
import { findFormat } from '../../formats.ts'
import type { Wire } from '../../shared/wire.ts'
import { readAiSdk } from './ai-sdk.ts'
import type { KeptRecord, ReadKept } from './contract.ts'
import { readLangChain } from './langchain.ts'
import { readLangfuse, readLangSmith } from './platforms.ts'

const READERS: readonly ReadKept[] = [readAiSdk, readLangSmith, readLangfuse, readLangChain]

export interface KeptResult {
  readonly format: string
  readonly traces: readonly Trace[]
  readonly issues: readonly ReadIssue[]
}

function traceOf(trace: Trace, { format, whole, issues, mend }: KeptRecord, choice: number): Trace {
  const own = mend === undefined ? trace : mend(trace)
  return {
    ...own,
    id: `${own.requestId}.${choice}`,
    source: { ...own.source, choice, ...(whole ? {} : { api: format }) },
    evidence: issues.length === 0 ? own.evidence : { ...own.evidence, issues: mergeIssues([...own.evidence.issues, ...issues]) },
  }
}

/**
 * Reads such a record; `null` where it is none. A record of several requests (the steps of one call, the prompts of one result) gives the outputs
 * of all, numbered one after the other. `api` of the source is the provider's format where its body was kept, else the name of the library.
 */
export function readKept(record: Wire, options: DecodeOptions, startedAt: (body: unknown) => number | null): KeptResult | null {
  for (const read of READERS) {
    const kept = read(record)
    if (kept === null) continue
    const traces: Trace[] = []
    const issues: ReadIssue[] = []
    for (const one of kept) {
      const result = findFormat(one.body)?.decodeValue(one.body, {
        ...options,
        startedAt: startedAt(one.body) ?? options.startedAt,
        ...(one.request === undefined ? {} : { request: one.request }),
      })
      for (const trace of result?.traces ?? []) traces.push(traceOf(trace, one, traces.length))
      for (const issue of result?.issues ?? [])
        issues.push({ ...issue, path: [one.path, issue.path].filter((part) => part !== '').join('.') })
    }
    return { format: kept[0]?.format ?? 'unknown', traces, issues }
  }
  return null
}
