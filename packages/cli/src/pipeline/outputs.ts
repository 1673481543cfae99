import { visibleText, type Profile } from '@logitscope/core'
import { htmlPiece, type HtmlReport } from '../html/write-report.ts'
import { answerList, LIST_LEGEND } from '../report/answer-list.ts'
import { answerReport } from '../report/answer-report.ts'
import { createTotals } from '../report/totals.ts'
import { shortNames } from '../report/short-names.ts'
import type { Voice } from '../report/voice.ts'
import { wrap } from '../terminal/display-width.ts'
import type { Writer } from '../terminal/writer.ts'
import type { Answer, Unreadable } from './answer.ts'
import { answerLine, unreadableLine } from './json-line.ts'
import { createWorstFirst } from './worst-first.ts'

/** Something that answers are written to as they come. */
export interface Output {
  take: (item: Answer | Unreadable) => Promise<void>
  end: (files: number) => Promise<void>
  /** After a failure: leaves nothing half-written behind. */
  abort: () => Promise<void>
}

/** Which answers are shown, in which order, and how many. */
export interface Selection {
  readonly keep: (answer: Answer) => boolean
  /** Larger is worse; the worst come first. `null`: in the order of the input. */
  readonly sort: ((answer: Answer) => number | null) | null
  readonly limit: number
}

/** Writes what is selected, at once or, where it is sorted, at the end; holds what was rendered, never the answers. */
function selected<Rendered>(selection: Selection, render: (answer: Answer) => Rendered, write: (rendered: Rendered) => Promise<void>) {
  const held = selection.sort === null ? null : createWorstFirst<Rendered>(selection.limit)
  let kept = 0
  let written = 0
  return {
    /** Answers that passed the filter. */
    kept: (): number => kept,
    written: (): number => written,
    async take(answer: Answer): Promise<void> {
      if (!selection.keep(answer)) return
      kept += 1
      if (held !== null) held.add(selection.sort?.(answer) ?? null, render(answer))
      else if (written < selection.limit) {
        written += 1
        await write(render(answer))
      }
    },
    async end(): Promise<void> {
      for (const rendered of held?.take() ?? []) {
        written += 1
        await write(rendered)
      }
    },
  }
}

const nothing = (): Promise<void> => Promise.resolve()

/** NDJSON: a line an answer, a line a record that could not be read, nothing else. */
export function jsonOutput({
  stdout,
  perToken,
  ...selection
}: Selection & { readonly stdout: Writer; readonly perToken: boolean }): Output {
  const lines = selected(
    selection,
    (answer) => answerLine(answer, { perToken }),
    (line) => stdout.write(line),
  )
  return {
    async take(item) {
      if (item.kind === 'answer') await lines.take(item)
      else await stdout.write(unreadableLine(item))
    },
    async end() {
      await lines.end()
      await stdout.flush()
    },
    abort: nothing,
  }
}

export interface HtmlOptions extends Selection {
  readonly report: HtmlReport
  readonly path: string
  readonly stderr: Writer
  readonly profile: Profile
  /** Everything that will be read, for telling what all names share. */
  readonly files: readonly string[]
}

/** A page in a file. */
export function htmlOutput({ report, path, stderr, profile, files: names, ...selection }: HtmlOptions): Output {
  const shortName = shortNames(names)
  const pieces = selected(
    selection,
    (answer) => htmlPiece(answer, profile, shortName),
    (piece) => report.add(piece),
  )
  return {
    take: async (item) => {
      if (item.kind === 'answer') await pieces.take(item)
    },
    async end() {
      await pieces.end()
      await report.end(pieces.kept())
      const left = pieces.kept() - pieces.written()
      const more = left > 0 ? `; ${left} more were left out (--limit 0 takes all)` : ''
      await stderr.write(`wrote ${visibleText(path)} with ${pieces.written()} ${pieces.written() === 1 ? 'answer' : 'answers'}${more}\n`)
    },
    abort: () => report.abort(),
  }
}

export interface TableOptions extends Selection {
  readonly stdout: Writer
  readonly voice: Voice
  readonly profile: Profile
  /** Only the closing summary. */
  readonly brief: boolean
  /** The number of the one answer to show in full. */
  readonly show: number | null
  /** Everything that will be read, for telling what all names share. */
  readonly files: readonly string[]
}

/** For people: one answer in full, several as a list with a summary. */
export function tableOutput({ stdout, voice, profile, brief, show, files: names, ...selection }: TableOptions): Output {
  const list = answerList(voice, shortNames(names))
  const totals = createTotals()
  let first: Answer | null = null
  let titled = false
  const write = async (line: string): Promise<void> => {
    if (!titled) await stdout.write(`${list.titles}\n`)
    titled = true
    await stdout.write(`${line}\n`)
  }
  const rows = selected(selection, (answer) => list.line(answer), write)
  const full = async (answer: Answer): Promise<void> => {
    for (const line of answerReport(answer, profile, voice)) await stdout.write(`${line}\n`)
  }
  return {
    async take(item) {
      if (item.kind === 'unreadable') {
        totals.addUnreadable()
        return
      }
      totals.add(item)
      if (show !== null) {
        if (item.number === show) await full(item)
        return
      }
      if (brief) return
      // The first answer waits: alone, it is shown in full.
      if (totals.answers === 1) {
        first = item
        return
      }
      if (first !== null) await rows.take(first)
      first = null
      await rows.take(item)
    },
    async end(files) {
      if (first !== null) await (selection.keep(first) ? full(first) : nothing())
      else if (show === null && totals.answers > 0) {
        await rows.end()
        const left = rows.kept() - rows.written()
        if (left > 0) await stdout.write(voice.style.dim(`… and ${voice.numbers.integer(left)} more (--limit 0 shows all)`) + '\n')
        if (titled) for (const line of [...wrap(LIST_LEGEND, voice.columns), '']) await stdout.write(`${voice.style.dim(line)}\n`)
        for (const line of totals.lines(voice, files)) await stdout.write(`${line}\n`)
      }
      await stdout.flush()
    },
    abort: nothing,
  }
}
