import { MASK, type AnswerFilter, type ReanalyzeStatus, type Token, type Trace } from '@logitscope/core'
import type { AnalyzedTrace, TraceStore } from '@logitscope/store'
import type { Analyzer } from './create-analyzer.ts'

const ANSWERS_A_STEP = 100

const isMasked = ({ text }: Token): boolean => text.includes(MASK)

/**
 * Whether the trace still is what was analysed. Masked or withheld texts have other lengths, and so other bits a byte, entities and loops: numbers
 * made of them would look right and be wrong.
 */
export function isWhole(trace: Trace): boolean {
  const { output, tokens } = trace
  if (tokens.length === 0) return !output.text.includes(MASK)
  return !tokens.every(({ text }) => text === '') && !tokens.some(isMasked) && !output.text.includes(MASK)
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Analyses stored answers again with the profile in force, in small steps between other work. */
export async function reanalyze(
  store: TraceStore,
  filter: AnswerFilter,
  analyzer: Analyzer,
  options: { readonly now: () => number; readonly onStatus: (status: ReanalyzeStatus) => void },
): Promise<void> {
  const startedAt = options.now()
  let done = 0
  let skipped = 0
  let step: { readonly id: string; readonly analysis: AnalyzedTrace['analysis'] }[] = []
  const report = (state: ReanalyzeStatus['state'], detail = ''): void =>
    options.onStatus({ state, done, skipped, startedAt, endedAt: state === 'running' ? null : options.now(), detail })
  const put = async (): Promise<void> => {
    if (step.length === 0) return
    const { replaced } = await store.replaceAnalyses(step)
    done += replaced
    step = []
    report('running')
    await turn()
  }
  try {
    for await (const { trace } of store.scan(filter)) {
      if (isWhole(trace)) step.push({ id: trace.id, analysis: analyzer.analyze(trace) })
      else skipped += 1
      if (step.length >= ANSWERS_A_STEP) await put()
    }
    await put()
    report('done')
  } catch (error) {
    report('failed', error instanceof Error ? error.message : String(error))
  }
}
