import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { EN_FIRST } from './en-first.ts'
import { EN_MORE } from './en-more.ts'
import { TR_FIRST } from './tr-first.ts'
import { TR_MORE } from './tr-more.ts'

function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value as object).flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`))
}

const english = new Map(flatten({ ...EN_FIRST, ...EN_MORE }))
const turkish = new Map(flatten({ ...TR_FIRST, ...TR_MORE }))
const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort()

/** Names and words that both languages write alike. */
const SAME = /^(Model|Perplexity|Token|token|B − A|.{0,4})$/

describe('the words of the pages', () => {
  it('are there in both languages', () => expect([...turkish.keys()].sort()).toEqual([...english.keys()].sort()))

  it.each([...english])('%s is said in Turkish, with the same placeholders', (path, text) => {
    const other = turkish.get(path) ?? ''
    expect(other.trim()).not.toBe('')
    expect(placeholders(other)).toEqual(placeholders(text))
    if (!SAME.test(text) && !/^help\.keys\.\d+\.0$/.test(path)) expect(other, 'not translated').not.toBe(text)
  })

  it('are never written into a page by hand', () => {
    const root = fileURLToPath(new URL('..', import.meta.url))
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'))
    expect(files.length).toBeGreaterThan(5)
    for (const name of files) {
      const written = [...readFileSync(join(root, name), 'utf8').matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+[^<>{}=;()]*)</g)].map(
        (match) => match[1],
      )
      expect(written, name).toEqual([])
    }
  })
})
