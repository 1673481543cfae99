import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chatBody, columns, SURE, UNSURE } from './fixtures.ts'

/** Three answers: sure, labelled, unsure. */
export const GOOD: readonly string[] = [
  JSON.stringify(chatBody([SURE])),
  columns(['No', '.'], [-0.5, -0.1], { correct: true }),
  JSON.stringify(chatBody([UNSURE])),
]

/** A folder of its own with a few recordings. */
export interface Workspace {
  readonly folder: string
  at: (name: string) => string
  write: (name: string, content: string | Uint8Array) => string
  remove: () => void
}

export function createWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'command-'))
  const at = (name: string): string => join(folder, name)
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(at(name), content)
    return at(name)
  }
  write('good.jsonl', `${GOOD.join('\n')}\n`)
  write('one.json', GOOD[0] ?? '')
  mkdirSync(at('runs/deep'), { recursive: true })
  write('runs/a.jsonl', GOOD[0] ?? '')
  write('runs/deep/b.jsonl.gz', gzipSync(GOOD[2] ?? ''))
  write('runs/README.md', '# not a recording')
  mkdirSync(at('empty'))
  return { folder, at, write, remove: () => rmSync(folder, { recursive: true }) }
}
