/** docs/formats.md: what each format can do, and on what that was seen. */
import { FORMATS, type Format } from '@logitscope/adapters'
import { resultsOf, type ReadRecording } from '@logitscope/testkit'
import { counted, groupBy, page, table, type Row } from './markdown.ts'

const INTRO = `# Formats

What logitscope reads, and on what that was seen. The tables are made from recordings in the shared test data: every number is an answer that was read. Made by \`npx tsx --conditions=@logitscope/source tools/generate-docs.ts\`; a test fails where this page is stale.

## What each format can do

“Known from” says how far to trust the reader: answers of real servers (recorded), answers that others wrote into their tests (rebuilt), or documentation alone; the last shows in every answer as \`unverified-format\`. “Asks” means that logprobs can be asked for on the way to the provider, “takes out” that what came only because of that is removed from the answer again, “ends” that a stream can be ended early with a proper end.`

const SEEN = `## What was seen of each

One row for each format, folder of recordings and form. “Evidence” counts outputs by tier. “Told” counts the outputs (and the records that hold no answer) with each issue: the traps that these recordings hold and that the reader reports. An answer that is only an error, or an empty one, has no tier.`

const yes = (value: unknown): string => (value === undefined ? '–' : 'yes')

function provenanceOf(read: readonly ReadRecording[]): string {
  return counted(read.map(({ provenance }) => provenance))
}

function abilities(format: Format, read: readonly ReadRecording[]): Row {
  const form = (streamed: boolean): string => provenanceOf(read.filter((one) => one.streamed === streamed))
  const { api, verified = 'recorded', ask, strip, finish } = format
  return [`\`${api}\``, verified, form(false), form(true), yes(ask), yes(strip), yes(finish)]
}

function seen(read: readonly ReadRecording[]): Row {
  const { server, streamed, records, recording } = read[0]!
  const results = read.flatMap(resultsOf)
  const traces = results.flatMap((result) => result.traces)
  const told = [
    ...traces.flatMap(({ evidence }) => [...new Set(evidence.issues.map(({ code }) => code))]),
    ...results.flatMap(({ traces: outputs, issues }) => (outputs.length > 0 ? [] : issues.map(({ code }) => code))),
  ]
  return [
    `\`${records[0]!.format ?? ''}\``,
    server,
    streamed ? 'streamed' : 'whole',
    counted(traces.map(({ evidence }) => evidence.tier)),
    counted(told),
    provenanceOf(read),
    recording.name.split('/').at(-1)!,
  ]
}

export function formatsPage(path: string, all: readonly ReadRecording[]): Promise<string> {
  const formatOf = ({ records }: ReadRecording): string => records[0]?.format ?? ''
  const byFormat = groupBy(all, formatOf)
  const answers = all.filter((one) => FORMATS.some(({ api }) => api === formatOf(one)))
  const rows = [...groupBy(answers, (one) => [formatOf(one), one.server, one.streamed ? 1 : 0].join('\n'))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, read]) => seen(read))
  return page(path, [
    INTRO,
    table(
      ['format', 'known from', 'whole answers read', 'streams read', 'asks', 'takes out', 'ends'],
      FORMATS.map((format) => abilities(format, byFormat.get(format.api) ?? [])),
    ),
    SEEN,
    table(['format', 'recordings', 'form', 'evidence', 'told', 'seen on', 'for example'], rows),
  ])
}
