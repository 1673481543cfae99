import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { Profile } from '@logitscope/core'
import type { Answer } from '../pipeline/answer.ts'
import { articleHtml, listRow } from './article.ts'
import { pageEnd, pageStart } from './page.ts'

/** An answer as it goes into the page. */
export interface HtmlPiece {
  readonly article: string
  readonly row: string
}

export function htmlPiece(answer: Answer, profile: Profile, shortName: (file: string) => string = (file) => file): HtmlPiece {
  return { article: articleHtml(answer, profile), row: listRow(answer, shortName) }
}

/** Writes a page answer by answer; the file appears when it is complete, and no more than one answer is held. */
export interface HtmlReport {
  add: (piece: HtmlPiece) => Promise<void>
  /** Completes the file; `total` is how many answers were read. */
  end: (total: number) => Promise<void>
  /** Leaves nothing behind. */
  abort: () => Promise<void>
}

export async function createHtmlReport(path: string): Promise<HtmlReport> {
  const bodyPath = `${path}.body.tmp`
  const wholePath = `${path}.tmp`
  const body = await open(bodyPath, 'w')
  const rows: string[] = []
  let isOpen = true
  const close = async (): Promise<void> => {
    if (isOpen) await body.close()
    isOpen = false
  }
  return {
    async add({ article, row }) {
      rows.push(row)
      await body.write(article)
    },
    async end(total) {
      await close()
      const whole = await open(wholePath, 'w')
      try {
        await whole.write(pageStart({ shown: rows.length, total, rows }))
        for await (const block of createReadStream(bodyPath)) await whole.write(block as Uint8Array)
        await whole.write(pageEnd())
      } finally {
        await whole.close()
      }
      await rm(bodyPath)
      await rename(wholePath, path)
    },
    async abort() {
      await close()
      await rm(bodyPath, { force: true })
      await rm(wholePath, { force: true })
    },
  }
}
