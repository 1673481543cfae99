/** No format goes without the conformance suite: each has one of its own, and all pass it over the project's recordings written in their form. */
import { formatConformance, projectRecordings, projectRoot } from '@logitscope/testkit'
import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FORMATS, openAiChat, type Format } from '../../src/index.ts'

const source = join(projectRoot, 'packages', 'adapters', 'src')

interface Folder {
  readonly name: string
  readonly formats: readonly Format[]
  readonly tests: readonly string[]
}

const isFormat = (value: unknown): value is Format =>
  typeof value === 'object' && value !== null && 'api' in value && 'decodeValue' in value

async function readFolder(name: string): Promise<Folder> {
  const exported = (await import(`../../src/${name}/index.ts`)) as Readonly<Record<string, unknown>>
  const tests = readdirSync(join(source, name))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(source, name, file), 'utf8'))
  return { name, formats: Object.values(exported).filter(isFormat), tests }
}

const folders = await Promise.all(
  readdirSync(source)
    .filter((name) => existsSync(join(source, name, 'index.ts')))
    .map(readFolder),
)
const homes = folders.filter(({ formats }) => formats.length > 0)

describe('the formats', () => {
  it('are all listed, each in a folder of its own', () => {
    expect(homes.flatMap(({ formats }) => formats.map(({ api }) => api)).sort()).toEqual(FORMATS.map(({ api }) => api).sort())
  })

  it.each(homes.map((home) => [home.name, home] as const))('%s runs the suite over answers in its own words', (_, { formats, tests }) => {
    const runs = tests.flatMap((text) => [...text.matchAll(/\bformatConformance\(\s*(\w+)/g)].map((match) => match[1]))
    expect(new Set(runs).size).toBeGreaterThanOrEqual(formats.length)
  })
})

/** Answers that the project recorded, in the words of another format. */
function written(format: Format): { readonly name: string; readonly bytes: Uint8Array }[] {
  return projectRecordings()
    .slice(0, 4)
    .flatMap(({ name, bytes, request }) => {
      const decoder = openAiChat.decoder({ requestId: 'r', startedAt: 0, ...(request === undefined ? {} : { request }) })
      decoder.push(bytes)
      const body = format.encode(decoder.end().traces).body
      return [{ name: `${name} as ${format.api}`, bytes: new TextEncoder().encode(body) }]
    })
}

describe.each(FORMATS)('$api', (format) => {
  for (const { name, run } of formatConformance(format, written(format), /^promptTokens/)) it(name, run, 600_000)
})
