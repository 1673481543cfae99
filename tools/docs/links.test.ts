import { projectRoot } from '@logitscope/testkit'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const UNREAD = new Set(['node_modules', 'dist', '.git'])

function markdownUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (UNREAD.has(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return markdownUnder(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

/** Text without code, where brackets are no links. */
const prose = (text: string): string => text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')

/** The name under which a heading can be reached, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

function anchorsOf(file: string): ReadonlySet<string> {
  const text = readFileSync(file, 'utf8').replace(/```[\s\S]*?```/g, '')
  return new Set([...text.matchAll(/^#{1,6} (.+)$/gm)].map((match) => anchorOf(match[1]!)))
}

/** What a link of a file leads to that is not there; `null` where it is. */
function brokenLink(file: string, link: string): string | null {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? file : resolve(dirname(file), decodeURI(path))
  const where = `${relative(projectRoot, file)}: ${link}`
  if (!existsSync(target)) return where
  if (anchor === undefined || !target.endsWith('.md')) return null
  return anchorsOf(target).has(decodeURIComponent(anchor)) ? null : where
}

describe('links between the pages', () => {
  const files = markdownUnder(projectRoot)
  const links = files.flatMap((file) =>
    [...prose(readFileSync(file, 'utf8')).matchAll(/\]\(([^()\s]+)\)/g)]
      .map((match) => ({ file, link: match[1]! }))
      .filter(({ link }) => !/^[a-z]+:/i.test(link)),
  )

  it('lead to files and headings that are there', () => {
    expect(links.length).toBeGreaterThan(20)
    expect(links.flatMap(({ file, link }) => brokenLink(file, link) ?? [])).toEqual([])
  })
})
