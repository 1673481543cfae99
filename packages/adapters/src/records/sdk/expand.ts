/** Lists of answers that platforms wrap into one object: a page of observations, a trace with its observations, a run with the runs within. */
import { asArray, asRecord, type Wire } from '../../shared/wire.ts'

const MOST = 100_000

const isGeneration = (value: unknown): boolean => asRecord(value)?.['type'] === 'GENERATION'
const isRun = (value: unknown): boolean => typeof asRecord(value)?.['run_type'] === 'string'

/** The records of models within a run, in order; the run itself where it is one. */
function modelRuns(run: Wire): Wire[] {
  const found: Wire[] = []
  const open: Wire[] = [run]
  while (open.length > 0 && found.length < MOST) {
    const next = open.pop()!
    if (next['run_type'] === 'llm') found.push({ ...next, child_runs: [] })
    const inner = asArray(next['child_runs']) ?? []
    for (let i = inner.length - 1; i >= 0; i--) {
      const child = asRecord(inner[i])
      if (child !== null) open.push(child)
    }
  }
  return found
}

/** The records within; `null` where the record is one itself. Anything in the list but generations (spans, events) says nothing about tokens. */
export function expandKept(record: Wire): readonly Wire[] | null {
  for (const name of ['observations', 'data']) {
    const list = asArray(record[name])
    if (list?.some(isGeneration) === true) return list.filter(isGeneration).slice(0, MOST) as readonly Wire[]
  }
  const runs = asArray(record['runs'])
  if (runs?.some(isRun) === true) return runs.flatMap((run) => (asRecord(run) === null ? [] : modelRuns(run as Wire)))
  if (!isRun(record) || (asArray(record['child_runs'])?.length ?? 0) === 0) return null
  return modelRuns(record)
}
