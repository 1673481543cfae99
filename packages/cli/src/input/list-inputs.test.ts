import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listInputs } from './list-inputs.ts'

let root: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'inputs-'))
  for (const folder of ['data/deep', 'data/.git', 'empty', 'papers']) mkdirSync(join(root, folder), { recursive: true })
  for (const file of [
    'data/b.json',
    'data/a.jsonl.gz',
    'data/deep/c.sse',
    'data/.hidden.json',
    'data/.git/d.json',
    'data/README.md',
    'data/a.request.json',
    'data/odd[1].json',
    'papers/x.pdf',
  ])
    writeFileSync(join(root, file), '{}')
  symlinkSync(join(root, 'data'), join(root, 'data/deep/loop'))
  symlinkSync(join(root, 'nowhere'), join(root, 'data/broken.json'))
})

afterAll(() => rmSync(root, { recursive: true }))

const names = (list: Awaited<ReturnType<typeof listInputs>>): string[] => list.files.map((file) => file.path.slice(root.length + 1))

describe('listInputs', () => {
  it('walks a folder in order, without hidden files, following links once, and reports what is broken', async () => {
    const list = await listInputs([join(root, 'data')])
    expect(names(list)).toEqual(['data/a.jsonl.gz', 'data/b.json', 'data/deep/c.sse', 'data/odd[1].json'])
    expect(list.problems).toEqual([{ file: join(root, 'data/broken.json'), code: 'no-such-file', message: 'no such file or folder' }])
    expect(list.passedOver.map((path) => path.slice(root.length + 1))).toEqual(['data/README.md', 'data/a.request.json'])
  })

  it('expands patterns', async () => {
    expect(names(await listInputs([join(root, 'data/*.json')]))).toEqual(['data/a.request.json', 'data/b.json', 'data/odd[1].json'])
    expect(names(await listInputs([join(root, '**/*.{sse,gz}')]))).toEqual(['data/a.jsonl.gz', 'data/deep/c.sse'])
  })

  it('takes a name as it is where such a file exists', async () => {
    expect(names(await listInputs([join(root, 'data/odd[1].json')]))).toEqual(['data/odd[1].json'])
  })

  it('reads a file once, however often it is named', async () => {
    expect(names(await listInputs([join(root, 'data/b.json'), join(root, 'data'), join(root, 'data/b*')]))).toEqual([
      'data/b.json',
      'data/a.jsonl.gz',
      'data/deep/c.sse',
      'data/odd[1].json',
    ])
  })

  it('says what it could not find', async () => {
    const list = await listInputs([
      join(root, 'nope.json'),
      join(root, '*.nope'),
      join(root, 'empty'),
      join(root, 'papers'),
      join(root, 'none/*.json'),
    ])
    expect(list.files).toEqual([])
    expect(list.problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'no-such-file: no such file or folder',
      'no-match: no file matches this pattern',
      'empty-folder: the folder holds no files',
      'empty-folder: the folder holds no recordings (only documents, code or pictures)',
      'no-match: no file matches this pattern',
    ])
  })

  it('knows the standard input', async () => {
    expect(await listInputs(['-', '-'])).toEqual({ files: [{ path: '-', size: null }], problems: [], passedOver: [] })
  })
})
