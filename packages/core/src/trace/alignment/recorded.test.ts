import { handMadeToken as token, sharedPath } from '@logitscope/testkit'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Token } from '../types.ts'
import { utf8Decode, utf8Encode } from '../utf8.ts'
import { alignTokens } from './align-tokens.ts'

interface Entry {
  readonly token: string
  readonly bytes?: readonly number[] | null
}

interface Choice {
  readonly message: { readonly content: string | null }
  readonly logprobs?: { readonly content?: readonly Entry[] | null } | null
}

const real = sharedPath('fixtures/real')
const raw = sharedPath('fixtures/openai-raw')

function tokensOf(entries: readonly Entry[]): Token[] {
  return entries.map(({ token: text, bytes }) => token({ text, ...(bytes?.length ? { bytes } : {}) }))
}

/** All whole chat answers of a folder. */
function answersIn(folder: string): { name: string; choice: Choice }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /chat-plain.*response\.json$/.test(name))
    .flatMap((name) => {
      const body = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { readonly choices?: readonly Choice[] }
      return (body.choices ?? []).map((choice) => ({ name, choice }))
    })
    .filter(({ choice }) => (choice.logprobs?.content ?? []).length > 0 && choice.message.content)
}

/** Lists of entries anywhere in a value. */
function listsIn(value: unknown): Entry[][] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value) && value.length > 20 && typeof (value[0] as Partial<Entry>).token === 'string') return [value as Entry[]]
  return Object.values(value).flatMap(listsIn)
}

describe('recorded answers', () => {
  it.skipIf(real === null)('are spelled by their tokens, but for prefills', () => {
    const answers = answersIn(real!)
    expect(answers.length).toBeGreaterThan(50)
    for (const { name, choice } of answers) {
      const part = alignTokens({ tokens: tokensOf(choice.logprobs!.content!), output: { text: choice.message.content! } }).part('content')!
      if (name.includes('prefill')) expect(part.gaps.length, name).toBe(1)
      else expect([part.status, part.coverage], name).toEqual(['exact', 1])
    }
  })

  it.skipIf(raw === null)('are found again where tokens went missing or came in', () => {
    let seed = 7
    const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32
    const lists = readdirSync(raw!)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => listsIn(JSON.parse(readFileSync(join(raw!, name), 'utf8')) as unknown))
      .map((entries) => entries.map((entry) => [...(entry.bytes ?? utf8Encode(entry.token))]))
    expect(lists.length).toBeGreaterThan(5)
    let right = 0
    let wrong = 0
    let all = 0
    for (const [i, pieces] of lists.entries()) {
      const strange = lists[(i + 1) % lists.length]!
      const tokens: Token[] = []
      const truth: (number | null)[] = []
      let at = 0
      for (const bytes of pieces) {
        if (random() < 0.05) {
          tokens.push(token(strange[Math.floor(random() * strange.length)]!))
          truth.push(null)
        }
        if (random() >= 0.1) {
          const isPiece = utf8Decode(bytes).includes('\uFFFD')
          tokens.push(isPiece && random() < 0.5 ? token(utf8Decode(bytes)) : token(bytes))
          truth.push(at)
        }
        at += bytes.length
      }
      const alignment = alignTokens({ tokens, output: { text: utf8Decode(pieces.flat()) } })
      truth.forEach((start, row) => {
        if (start === null) return
        const range = alignment.bytes(row)
        all += 1
        if (range?.start === start) right += 1
        else if (range !== null) wrong += 1
      })
    }
    expect(right / all).toBeGreaterThan(0.97)
    expect(wrong / all).toBeLessThan(0.01)
  })
})
