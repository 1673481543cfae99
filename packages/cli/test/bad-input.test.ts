import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chatBody, columns, SURE } from './fixtures.ts'
import { isBuilt, jsonLines, runCli } from './run-cli.ts'

if (!isBuilt) console.warn('packages/cli is not built: the tests of bad input are skipped (npm run build)')

let folder: string
const at = (name: string): string => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bad-input-'))
  writeFileSync(at('good.json'), JSON.stringify(chatBody([SURE])))
})

afterAll(() => rmSync(folder, { recursive: true }))

const body = JSON.stringify(chatBody([SURE]))

/** Inputs that hold no answer. */
const UNREADABLE: readonly (readonly [string, string | Uint8Array])[] = [
  ['not JSON', 'hello there'],
  ['cut-off JSON', body.slice(0, body.length >> 1)],
  ['an HTML error page', '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>'],
  [
    'an API error body',
    '{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}',
  ],
  ['an empty file', ''],
  ['white space', ' \n\n\t '],
  ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['deep nesting of objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['NaN', 'NaN'],
  ['a number', '42'],
  ['null', 'null'],
  ['NUL bytes', new Uint8Array(2000)],
  ['random bytes', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251)],
  ['a zip archive', Buffer.from('504b0304140000000800', 'hex')],
  ['another JSON', '{"name":"x","version":"1.0.0"}'],
  ['strings for logprobs of a missing column', '{"tokens":["a"]}'],
]

describe.skipIf(!isBuilt)('what holds no answer', () => {
  it.each(UNREADABLE)('%s: a clear line, exit code 2, and the other files are still read', async (name, content) => {
    const file = at(`${name.replace(/\W+/g, '-')}.input`)
    writeFileSync(file, content)
    const { code, stdout, stderr } = await runCli(['analyze', file, at('good.json'), '--json'])
    expect(code).toBe(2)
    const lines = jsonLines(stdout)
    expect(lines.filter((line) => 'metrics' in line).map((line) => line['file'])).toEqual([at('good.json')])
    const faults = lines.filter((line) => 'issues' in line)
    expect(faults.length).toBeGreaterThan(0)
    for (const { file: where, issues } of faults) {
      expect(where).toBe(file)
      expect(issues[0].message.length).toBeGreaterThan(10)
    }
    expect(stderr).toContain(file)
    expect(stderr).not.toMatch(/ {4}at |undefined|\[object/)
  })
})

/** Odd but readable: nothing is lost, nothing is invented. */
const ODD: readonly (readonly [string, string])[] = [
  ['__proto__ keys', body.replace('"model"', '"__proto__":{"polluted":true},"constructor":{"x":1},"model"')],
  ['lone surrogates', `{"tokens":["\\ud83d","\\ude00"],"logprobs":[-1,-1],"text":"\\ud83d\\ude00"}`],
  ['NUL in a token', '{"tokens":["a\\u0000b"],"logprobs":[-1]}'],
  ['a byte-order mark', `\ufeff${body}`],
]

describe.skipIf(!isBuilt)('what is odd', () => {
  it.each(ODD)('%s: read, with finite numbers or null', async (_, content) => {
    const { code, stdout, stderr } = await runCli(['analyze', '--json', '--per-token'], { input: content })
    expect([code, stderr]).toEqual([0, ''])
    const [line] = jsonLines(stdout)
    expect(line!['trace'].tokens.length).toBeGreaterThan(0)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

/** Readable in part: what can be used is, and what cannot is said. */
const DAMAGED: readonly (readonly [string, string, RegExp])[] = [
  [
    'NaN and Infinity as text',
    columns(['a', 'b', 'c'], ['NaN', 'Infinity', '-1'] as unknown as number[]),
    /not a finite number, 2 times, first at token 0/,
  ],
  ['NaN without quotes', '{"tokens":["a","b"],"logprobs":[-1,NaN]}', /not a finite number, first at token 1/],
  ['strings where numbers belong', columns(['a', 'b'], ['-0.5', 'x'] as unknown as number[]), /wrong type, .*first at token 0/],
]

describe.skipIf(!isBuilt)('what is damaged', () => {
  it.each(DAMAGED)('%s: a line with file and record, exit code 2, and what is whole is still read', async (name, content, line) => {
    const file = at(`${name.replace(/\W+/g, '-')}.jsonl`)
    writeFileSync(file, `${body}\n${content}\n${body}\n`)
    for (const quiet of [[], ['--quiet']]) {
      const { code, stdout, stderr } = await runCli(['analyze', file, '--json', ...quiet])
      expect(code).toBe(2)
      expect(jsonLines(stdout).map((one) => 'metrics' in one)).toEqual([true, true, true])
      expect(stderr.startsWith(`${file}, record 1 (line 2): `)).toBe(true)
      expect(stderr).toMatch(line)
    }
  })
})

describe.skipIf(!isBuilt)('what is too long', () => {
  it('passes over a line above the limit and reads what comes after it', async () => {
    const file = at('long-line.jsonl')
    const stream = createWriteStream(file)
    stream.write(`${body}\n{"tokens":["`)
    const block = 'x'.repeat(1 << 20)
    for (let i = 0; i < 80; i++) if (!stream.write(block)) await once(stream, 'drain')
    stream.end(`"],"logprobs":[-1]}\n${body}\n`)
    await once(stream, 'close')
    const { code, stdout } = await runCli(['analyze', file, '--json'])
    expect(code).toBe(2)
    const lines = jsonLines(stdout)
    expect(lines.map((line) => ('issues' in line ? 'fault' : 'answer'))).toEqual(['answer', 'fault', 'answer'])
    expect(lines[1]!['issues'][0].message).toMatch(/bytes/)
  })

  it('reads a token with a million alternatives', async () => {
    const top = Array.from({ length: 1_000_000 }, (_, i) => [`t${i}`, -14 - (i % 7)])
    const input = JSON.stringify({ tokens: ['t0'], logprobs: [-14], top: [top] })
    const { code, stdout, stderr } = await runCli(['analyze', '--json'], { input })
    expect(code).toBe(2)
    expect(jsonLines(stdout)).toHaveLength(1)
    expect(stderr).toMatch(/record 0 .*a limit was exceeded/)
  })
})
