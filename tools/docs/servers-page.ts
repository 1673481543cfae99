/** docs/servers.md: what was found in the answers of each real server, by kind of request. */
import type { EvidenceIssue, Trace } from '@logitscope/core'
import { resultsOf, type ReadRecording } from '@logitscope/testkit'
import { counted, groupBy, page, table, type Row } from './markdown.ts'

const INTRO = `# Real servers

What logitscope finds in recorded answers of servers that people run themselves: llama-server (llama.cpp, build 11434), vLLM 0.32 and the server of llama-cpp-python 0.3.36. Made by \`npx tsx --conditions=@logitscope/source tools/generate-docs.ts\` from the shared test data; a test fails where this page is stale.

A cell names the evidence (tier, most alternatives at a token, which distribution), then how many token entries came for how many reported tokens where that is not all, then every issue with its count. Several outputs of one request stand behind each other; equal ones once, with their number.`

const issueText = ({ code, count }: EvidenceIssue): string => (count === 1 ? code : `${code} ×${count}`)

function traceText({ evidence }: Trace): string {
  const { tier, k, basis, completeness, issues } = evidence
  const kind = tier === 'none' ? tier : `${tier}${k === 0 ? '' : ` ${k}`}, ${basis}`
  const share = completeness === null || completeness === 1 ? [] : [`complete ${completeness.toFixed(2)}`]
  return [kind, ...share, ...issues.map(issueText)].join('; ')
}

function cell(read: ReadRecording | undefined): string {
  if (read === undefined) return '–'
  const results = resultsOf(read)
  const traces = results.flatMap((result) => result.traces)
  const issues = results.flatMap((result) => result.issues)
  if (traces.length === 0) return `no answer: ${[...new Set(issues.map(({ code }) => code))].join(', ')}`
  return [...groupBy(traces.map(traceText), (text) => text)]
    .map(([text, same]) => (same.length === 1 ? text : `${same.length} × (${text})`))
    .join(' // ')
}

function kinds(read: readonly ReadRecording[]): Row[] {
  return [...groupBy(read, ({ kind }) => kind)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, forms]) => [kind, cell(forms.find(({ streamed }) => !streamed)), cell(forms.find(({ streamed }) => streamed))])
}

function totals(server: string, read: readonly ReadRecording[]): Row {
  const results = read.flatMap(resultsOf)
  const traces = results.flatMap((result) => result.traces)
  return [
    server,
    String(read.length),
    counted(traces.map(({ evidence }) => evidence.tier)),
    counted(traces.flatMap(({ evidence }) => evidence.issues.map(({ code }) => code))),
    counted(results.flatMap((result) => (result.traces.length > 0 ? [] : [...new Set(result.issues.map(({ code }) => code))]))),
  ]
}

export function serversPage(path: string, all: readonly ReadRecording[]): Promise<string> {
  const real = groupBy(
    all.filter(({ recording }) => recording.name.startsWith('real/')),
    ({ server }) => server,
  )
  return page(path, [
    INTRO,
    '## All together',
    table(
      ['server', 'answers', 'outputs by evidence', 'outputs with an issue', 'no answer to read'],
      [...real].map(([server, read]) => totals(server, read)),
    ),
    ...[...real].flatMap(([server, read]) => [`## ${server}`, table(['request', 'whole', 'streamed'], kinds(read))]),
  ])
}
