import { verdictName, type ContentPolicy, type Trace } from '@logitscope/core'
import type { AnalyzedTrace, AppendOutcome } from '@logitscope/store'
import { applyContentPolicy } from '../capture/apply-content-policy.ts'
import type { CaptureVerdict } from '../capture/contract.ts'
import { unpackRecord, type PackedRecord } from '../capture/pack-record.ts'
import { readExchange } from '../capture/read-exchange.ts'
import type { BatchWriter } from './batch-writer.ts'
import type { Analyzer } from './create-analyzer.ts'
import type { FromWorker } from './protocol.ts'
import { createSeenResponses } from './seen-responses.ts'

export interface CaptureProcessorOptions {
  readonly analyzer: Analyzer
  readonly writer: BatchWriter
  readonly post: (message: FromWorker) => void
  /** The policy in force now: stricter than the configured one where the disk is low; `drop`: nothing is stored at all. */
  readonly policy: () => ContentPolicy | 'drop'
  /** Whether `policy` is stricter than what was configured. */
  readonly isStricter: () => boolean
}

/** Longest decompressed body of a capture; a longer one ends there and its trace says so. */
const BODY_BYTES = 64 * 1024 * 1024
/** Bytes of captures that are decoded and wait for the store; more stay packed. */
const DECODED_BYTES = 32 * 1024 * 1024

interface Step {
  readonly captured: number
  readonly contentDropped: number
  readonly dropped: Readonly<Record<string, number>>
}

const lost = (reason: string): Step => ({ captured: 0, contentDropped: 0, dropped: { [reason]: 1 } })
const kept = (contentDropped: number): Step => ({ captured: 1, contentDropped, dropped: {} })

/** A conflict means that another content has the id, which our own ids exclude: it is counted rather than hidden. */
function stepOf(outcomes: readonly AppendOutcome[], contentDropped: number): Step {
  return outcomes.includes('conflict') ? lost('id-conflict') : kept(contentDropped)
}

function verdictOf({ trace, analysis }: AnalyzedTrace): CaptureVerdict {
  const { rule, basis } = analysis.verdict
  const action = verdictName(analysis)
  return { traceId: trace.id, action, rule, basis, errorRisk: analysis.errorRisk, ...(action === 'none' ? { reason: 'no-evidence' } : {}) }
}

export interface CaptureProcessor {
  readonly take: (record: PackedRecord) => Promise<void>
}

/** Reads, analyses, applies the content policy and hands on to the store, one capture after another. */
export function createCaptureProcessor(options: CaptureProcessorOptions): CaptureProcessor {
  const { analyzer, writer, post, policy } = options
  const seen = createSeenResponses()
  let decodedBytes = 0
  const done = (seq: number, step: Step): void => post({ kind: 'done', seqs: [seq], ...step })

  function analyzeAll(traces: readonly Trace[], content: ContentPolicy): { readonly answers: AnalyzedTrace[]; readonly failures: number } {
    let failures = 0
    const answers = traces.map((trace): AnalyzedTrace => {
      const result = applyContentPolicy(trace, analyzer.analyze(trace), content)
      if (result.failed) failures += 1
      return { trace: result.trace, analysis: result.analysis, imported: false }
    })
    return { answers, failures: options.isStricter() ? answers.length : failures }
  }

  return {
    async take(packed) {
      const content = policy()
      if (content === 'drop') {
        done(packed.seq, lost('disk-low'))
        return
      }
      const { traces, fetched } = await readExchange(unpackRecord(packed), { bodyBytes: BODY_BYTES })
      if (fetched && seen.isRepeated(traces)) {
        done(packed.seq, kept(0))
        return
      }
      seen.add(traces)
      const { answers, failures } = analyzeAll(traces, content)
      const [first] = answers
      if (first === undefined) {
        done(packed.seq, lost('unreadable'))
        return
      }
      if (packed.wantsVerdict) post({ kind: 'verdict', seq: packed.seq, verdict: verdictOf(first) })
      const weight = packed.bytes.byteLength
      decodedBytes += weight
      writer.add({
        answers: answers.map(writer.prepare),
        settled(result) {
          decodedBytes -= weight
          done(packed.seq, 'dropped' in result ? lost(result.dropped) : stepOf(result.outcomes, failures))
        },
      })
      if (decodedBytes > DECODED_BYTES) await writer.flush()
    },
  }
}
