import { describe, expect, it } from 'vitest'
import type { Writer } from '../terminal/writer.ts'
import { createComplaints } from './complaints.ts'

function collect(): { writer: Writer; text: () => string } {
  let text = ''
  return {
    writer: {
      write: (piece) => {
        text += piece
        return Promise.resolve()
      },
      flush: () => Promise.resolve(),
      isPending: () => false,
    },
    text: () => text,
  }
}

const fault = (
  file: string,
  index: number | null,
  code = 'not-json',
): Parameters<ReturnType<typeof createComplaints>['unreadable']>[0] => ({
  kind: 'unreadable',
  file,
  index,
  ...(index === null ? {} : { line: index + 1 }),
  issues: [{ code, path: '', message: `it is ${code}` }],
})

describe('createComplaints', () => {
  it('says the file, the record and the line', async () => {
    const { writer, text } = collect()
    const complaints = createComplaints(writer)
    await complaints.unreadable(fault('a.jsonl', 4))
    await complaints.unreadable(fault('-', 0))
    await complaints.unreadable(fault('gone.json', null))
    expect(await complaints.end()).toBe(3)
    expect(text()).toBe(
      'a.jsonl, record 4 (line 5): it is not-json\nstandard input, record 0 (line 1): it is not-json\ngone.json: it is not-json\n',
    )
  })

  it('does not repeat itself, and says how much it left out', async () => {
    const { writer, text } = collect()
    const complaints = createComplaints(writer)
    for (let i = 0; i < 100; i++) await complaints.unreadable(fault('a.jsonl', i))
    await complaints.unreadable(fault('a.jsonl', 100, 'html'))
    expect(await complaints.end()).toBe(101)
    const lines = text().trim().split('\n')
    expect(lines).toHaveLength(5)
    expect(lines.slice(3)).toEqual(['a.jsonl, record 100 (line 101): it is html', 'a.jsonl: 97 more records with not-json'])
  })

  it('stays short however many files are broken', async () => {
    const { writer, text } = collect()
    const complaints = createComplaints(writer)
    for (let i = 0; i < 500; i++) await complaints.unreadable(fault(`${i}.json`, 0))
    expect(await complaints.end()).toBe(500)
    expect(text().trim().split('\n')).toHaveLength(41)
    expect(text()).toContain('… and 460 more lines like these')
  })

  it('makes what hides in names visible', async () => {
    const { writer, text } = collect()
    const complaints = createComplaints(writer)
    await complaints.unreadable({ kind: 'unreadable', file: '\x1b[2Jx', index: 0, issues: [{ code: 'x', path: 'a\x07', message: '\x9b' }] })
    await complaints.end()
    expect(text()).toBe('␛[2Jx, record 0, a␇: ⟨U+009B⟩\n')
  })
})
