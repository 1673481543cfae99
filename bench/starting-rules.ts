/**
 * How much the starting rules find on labelled answers: of the wrong answers, the share that a rule points at; of those pointed at, the share that is wrong.
 *   npx tsx --conditions=@logitscope/source bench/starting-rules.ts
 * Reads the labelled answers of the shared test data; says so and ends where they are absent.
 */
import { createRecordReader } from '@logitscope/adapters'
import { analyze, createRuleEntityFinder, STARTING_PROFILE, type Analysis } from '@logitscope/core'
import { sharedPath } from '@logitscope/testkit'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

interface Row {
  readonly correct: boolean
  readonly analysis: Analysis
}

/** Two-sided 95 % Wilson interval of a share, in whole per cent; “–” without a case. */
function share(hits: number, all: number): string {
  if (all === 0) return '–'
  const z = 1.96
  const p = hits / all
  const centre = (p + (z * z) / (2 * all)) / (1 + (z * z) / all)
  const half = (z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all))) / (1 + (z * z) / all)
  return `${(100 * p).toFixed(0)} % [${(100 * Math.max(0, centre - half)).toFixed(0)}–${(100 * Math.min(1, centre + half)).toFixed(0)}]`
}

function rowsOf(path: string): Row[] {
  const reader = createRecordReader({})
  const bytes = gunzipSync(readFileSync(path))
  const entities = createRuleEntityFinder()
  const language = path.includes('-tr.') ? 'tr' : 'en'
  return [...reader.push(bytes), ...reader.end()].flatMap(({ traces, label }) =>
    label?.correct === true || label?.correct === false
      ? traces.map((trace) => ({ correct: label.correct === true, analysis: analyze(trace, STARTING_PROFILE, { entities, language }) }))
      : [],
  )
}

const rules: readonly (readonly [name: string, points: (analysis: Analysis) => boolean])[] = [
  ['any starting rule (verdict is not pass)', ({ verdict }) => verdict.action !== 'pass'],
  ['review or worse', ({ verdict }) => verdict.action === 'review' || verdict.action === 'requery'],
  ['hallucination score flagged', ({ hallucination }) => hallucination.flagged],
  ['mean logprob below −2.5 (English), −3.5 (Turkish)', ({ verdict }) => verdict.matched.includes('hallucination-threshold-flag')],
  ['no metrics: the answer holds no content', ({ metrics }) => metrics.avgLogprob === null],
]

const folder = sharedPath('corpora')
if (folder !== null) {
  const groups = new Map<string, Row[]>()
  for (const file of readdirSync(folder).sort()) {
    if (!/^(qa|own|truthfulqa)-/.test(file) || file.includes('-mcq-')) continue
    const rows = rowsOf(join(folder, file))
    const group = file.startsWith('qa-') ? 'QA, 12 sets' : file.replace('.jsonl.gz', '')
    groups.set(group, [...(groups.get(group) ?? []), ...rows])
  }
  for (const [group, rows] of groups) {
    const wrong = rows.filter((row) => !row.correct)
    console.log(`\n### ${group}: ${rows.length} answers, ${share(rows.length - wrong.length, rows.length)} right\n`)
    console.log('| rule | points at | of the wrong answers it finds | of those it points at are wrong |')
    console.log('| --- | --- | --- | --- |')
    for (const [name, points] of rules) {
      const pointed = rows.filter((row) => points(row.analysis))
      const hits = pointed.filter((row) => !row.correct).length
      console.log(`| ${name} | ${share(pointed.length, rows.length)} | ${share(hits, wrong.length)} | ${share(hits, pointed.length)} |`)
    }
  }
}
