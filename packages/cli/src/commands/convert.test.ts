import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRecordReader } from '@logitscope/adapters'
import { utf8Encode, type Trace } from '@logitscope/core'
import { projectRecordings, sharedPath } from '@logitscope/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chatBody, columns, SURE, UNSURE } from '../../test/fixtures.ts'
import type { Host } from '../host.ts'
import { run } from '../program.ts'
import { createWriter, type Writer } from '../terminal/writer.ts'

let folder: string
const at = (name: string): string => join(folder, name)

function memory(): { readonly writer: Writer; readonly text: () => string } {
  let text = ''
  const writer = createWriter({
    write(piece, done) {
      text += piece
      done()
      return true
    },
    on: () => undefined,
  })
  return { writer, text: () => text }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* []
  await Promise.resolve()
}

async function convert(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const stdout = memory()
  const stderr = memory()
  const host: Host = {
    stdin: nothing(),
    stdinIsTerminal: true,
    stdout: stdout.writer,
    stdoutIsTerminal: false,
    stderr: stderr.writer,
    errorTerminal: null,
    terminalColumns: undefined,
    environment: {},
  }
  const code = await run(['convert', ...args], host)
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

function tracesIn(text: string, format?: string): readonly Trace[] {
  const reader = createRecordReader(format === undefined ? {} : { format })
  return [...reader.push(utf8Encode(text)), ...reader.end()].flatMap(({ traces }) => traces)
}

const numbersOf = (traces: readonly Trace[]): unknown =>
  traces.map(({ tokens }) =>
    tokens.map(({ text, logprob, alternatives }) => [text, logprob, alternatives.map((entry) => [entry.text, entry.logprob])]),
  )

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'convert-'))
  writeFileSync(at('chat.json'), JSON.stringify(chatBody([SURE, UNSURE])))
  writeFileSync(at('columns.jsonl'), `${columns(['a', ' b'], [-1, -2], { correct: true, item: 'q1', question: 'why?' })}\n{"oops\n`)
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('convert', () => {
  it('writes one line a request for a body, one a choice for traces and columns', async () => {
    for (const [target, lines] of [
      ['openai-chat', 1],
      ['openai-completions', 1],
      ['trace', 2],
      ['columns', 2],
    ] as const) {
      const { code, stdout } = await convert(at('chat.json'), '--to', target)
      expect([code, stdout.trimEnd().split('\n').length]).toEqual([0, lines])
      expect(numbersOf(tracesIn(stdout, target))).toEqual(numbersOf(tracesIn(readFileSync(at('chat.json'), 'utf8'))))
    }
  })

  it('loses nothing as traces, the label included', async () => {
    const { code, stdout, stderr } = await convert(at('columns.jsonl'), '--to', 'trace')
    expect(code).toBe(2)
    expect(stderr).toContain('columns.jsonl, record 1 (line 2)')
    expect(JSON.parse(stdout)).toMatchObject({ label: { correct: true } })
    expect(tracesIn(stdout)).toEqual(tracesIn(readFileSync(at('columns.jsonl'), 'utf8')))
  })

  it('lists by field what the target does not hold, unless it is told to be quiet', async () => {
    const { stdout, stderr } = await convert(at('columns.jsonl'), '--to', 'openai-chat')
    expect(JSON.parse(stdout)).toMatchObject({ object: 'chat.completion' })
    expect(stderr).toContain('openai-chat does not hold these fields (in how many records):')
    for (const field of ['label', 'context.item', 'request.prompt'])
      expect(stderr).toMatch(new RegExp(`^ +${field.replace('.', '\\.')} +1$`, 'm'))
    expect((await convert(at('columns.jsonl'), '--to', 'openai-chat', '--quiet')).stderr).not.toContain('does not hold')
    expect((await convert(at('columns.jsonl'), '--to', 'columns')).stderr).not.toContain('does not hold')
  })

  it('writes a file that appears whole, and none where nothing could be read', async () => {
    const { code, stdout } = await convert(at('chat.json'), '--to', 'columns', '--out', at('out.jsonl'))
    expect([code, stdout]).toEqual([0, ''])
    expect(readFileSync(at('out.jsonl'), 'utf8')).toBe((await convert(at('chat.json'), '--to', 'columns')).stdout)
    writeFileSync(at('bad.json'), 'hello')
    expect((await convert(at('bad.json'), '--to', 'trace', '--out', at('none.jsonl'))).code).toBe(2)
    expect(readdirSync(folder).sort()).toEqual(['bad.json', 'chat.json', 'columns.jsonl', 'out.jsonl'])
  })

  it('refuses what cannot be right', async () => {
    expect(await convert(at('chat.json'), '--to', 'columns', '--out', at('chat.json'))).toMatchObject({ code: 2, stdout: '' })
    expect((await convert(at('chat.json'))).stderr).toContain('--to')
    expect((await convert(at('chat.json'), '--to', 'yaml')).stderr).toContain('openai-completions, ')
    expect((await convert(at('chat.json'), '--to', 'trace', '--out', join(folder, 'no', 'such.jsonl'))).stderr).toContain('cannot write')
    expect((await convert(at('missing.json'), '--to', 'trace')).code).toBe(2)
  })

  it('keeps the numbers of the recorded answers as traces and columns, and says so where it does not', async () => {
    for (const [i, { name, bytes }] of projectRecordings().entries()) {
      const file = at(`recorded-${i}.txt`)
      writeFileSync(file, bytes)
      const before = tracesIn(Buffer.from(bytes).toString('utf8')).filter(({ output, tokens }) => output.text !== '' || tokens.length > 0)
      for (const target of ['trace', 'columns']) {
        const { stdout, stderr } = await convert(file, '--to', target)
        if (!stderr.includes(' tokens[]')) expect(numbersOf(tracesIn(stdout, target)), `${name} as ${target}`).toEqual(numbersOf(before))
      }
      rmSync(file)
    }
  })

  const corpus = sharedPath('corpora/own-gemma-3-270m-en.jsonl.gz')
  it.skipIf(corpus === null)('converts a corpus there and back', async () => {
    const first = await convert(corpus!, '--to', 'trace')
    writeFileSync(at('back.jsonl'), first.stdout)
    const second = await convert(at('back.jsonl'), '--to', 'columns')
    expect([first.code, second.code]).toEqual([0, 0])
    const before = tracesIn(first.stdout)
    expect(before.length).toBeGreaterThan(10)
    expect(numbersOf(tracesIn(second.stdout))).toEqual(numbersOf(before))
    rmSync(at('back.jsonl'))
  })
})
