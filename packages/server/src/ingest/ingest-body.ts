import type { ContentPolicy, IngestAnswer, IngestResult, Label, Trace } from '@logitscope/core'
import type { AnalyzedTrace, ControlStore } from '@logitscope/store'
import { applyContentPolicy } from '../capture/apply-content-policy.ts'
import { decompressAll } from '../capture/decompress.ts'
import type { BatchWriter } from './batch-writer.ts'
import type { Analyzer } from './create-analyzer.ts'
import type { IngestJob } from './protocol.ts'
import { readLines } from './read-lines.ts'

/** Decompressed size of one request. */
export const INGEST_BODY_BYTES: number = 256 * 1024 * 1024
/** Answers of one request. */
const MOST_LINES = 100_000
/** Answers analysed before other work gets its turn. */
const LINES_A_TURN = 64

export class IngestError extends Error {
  override readonly name = 'IngestError'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface IngestContext {
  readonly analyzer: Analyzer
  readonly writer: BatchWriter
  readonly control: ControlStore
  readonly policy: () => ContentPolicy | 'drop'
  readonly now: () => number
}

interface Pending {
  readonly line: number
  readonly id: string
  readonly answer: AnalyzedTrace
  readonly issues: IngestResult['issues']
  readonly labels: readonly Omit<Label, 'traceId'>[]
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function store(context: IngestContext, answers: readonly AnalyzedTrace[]): Promise<readonly IngestResult['outcome'][]> {
  return new Promise((resolve, reject) => {
    context.writer.add({
      answers,
      settled(result) {
        if ('outcomes' in result) resolve(result.outcomes)
        else reject(new IngestError(result.dropped, 'the answers could not be stored; send them again later'))
      },
    })
  })
}

/** What a record leaves open: its project, and its time, without which it would stand in 1970, where no chart shows it and retention deletes it. */
function settle(trace: Trace, project: string, now: number): Trace {
  const named = trace.context.project === '' ? { ...trace, context: { ...trace.context, project } } : trace
  return named.startedAt === 0 ? { ...named, startedAt: now } : named
}

/**
 * Reads, analyses and stores what was posted; answers when all of it is committed. Lines that cannot be read are refused one by one, the rest is
 * stored. Sending the same again stores nothing twice.
 */
export async function ingestBody(job: IngestJob, context: IngestContext): Promise<IngestAnswer> {
  const bytes = await decompressAll(job.body, job.encoding, INGEST_BODY_BYTES)
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  const items: IngestResult[] = []
  const counts = { stored: 0, duplicate: 0, conflict: 0, refused: 0 }
  let chunk: Pending[] = []
  let lines = 0

  const storeChunk = async (): Promise<void> => {
    if (chunk.length === 0) return
    const now = chunk
    chunk = []
    const outcomes = await store(
      context,
      now.map(({ answer }) => answer),
    )
    const labels: Label[] = []
    now.forEach((pending, i) => {
      const outcome = outcomes[i] ?? 'refused'
      counts[outcome] += 1
      items.push({ line: pending.line, id: pending.id, outcome, issues: pending.issues })
      if (outcome !== 'stored') return
      const at = context.now()
      labels.push(...pending.labels.map((label) => ({ ...label, at: label.at === 0 ? at : label.at, traceId: pending.id })))
    })
    if (labels.length > 0) await context.control.addLabels(labels)
  }

  for (const read of readLines(body)) {
    lines += 1
    if (lines > MOST_LINES) throw new IngestError('too-many', `more than ${MOST_LINES} answers in one request: send them in several`)
    if (!read.ok) {
      counts.refused += 1
      items.push({ line: read.line, id: read.id, outcome: 'refused', issues: read.issues })
      continue
    }
    const policy = context.policy()
    if (policy === 'drop') throw new IngestError('disk-full', 'the disk is nearly full: nothing is stored until there is room')
    const trace = settle(read.trace, job.project, context.now())
    const kept = applyContentPolicy(trace, context.analyzer.analyze(trace), policy)
    const answer = context.writer.prepare({ trace: kept.trace, analysis: kept.analysis, imported: job.imported })
    chunk.push({ line: read.line, id: kept.trace.id, answer, issues: read.issues, labels: read.labels })
    if (chunk.length >= LINES_A_TURN) {
      await storeChunk()
      await turn()
    }
  }
  await storeChunk()
  if (lines === 0) throw new IngestError('empty', 'the body holds no answer: send one trace a line, or a JSON array of traces')
  items.sort((a, b) => a.line - b.line)
  return { ...counts, items }
}
