import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { UpstreamConfig } from '../config/types.ts'
import { accessProblem, createAccess } from './authorize.ts'

const KEY = 'ls-reader-key'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const keys = [{ name: 'reader', sha256: sha256(KEY), scopes: ['read'] as const }]
const upstream = (keyVariable: string | null): UpstreamConfig => ({ keyVariable }) as UpstreamConfig

let tokens = 0
const options = { now: () => 1_000, randomToken: () => `token-${(tokens += 1)}` }
const headers = (values: Readonly<Record<string, string>>) => ({ get: (name: string) => values[name] ?? null })

describe('who may do what', () => {
  it('loopback needs no key', () => {
    const access = createAccess({ host: '127.0.0.1', keys: [], upstreams: [upstream(null)] }, options)
    expect(access.keyRequired).toBe(false)
    expect(access.scopesOf(headers({}))).toEqual(['ingest', 'read', 'admin'])
  })

  it.each([
    [{ host: '127.0.0.1', keys: [], upstreams: [upstream('OPENAI_API_KEY')] }],
    [{ host: '127.0.0.1', keys, upstreams: [] }],
    [{ host: '10.0.0.1', keys, upstreams: [] }],
  ])('needs a key where an upstream key is held, keys are set, or others can reach it', (config) => {
    const access = createAccess(config, options)
    expect(access.keyRequired).toBe(true)
    expect(access.scopesOf(headers({}))).toEqual([])
  })

  it('refuses to start where others can reach it and there is no key', () => {
    expect(accessProblem({ host: '0.0.0.0', keys: [] })).toContain('a key is required')
    expect(accessProblem({ host: '0.0.0.0', keys })).toBeNull()
    expect(accessProblem({ host: 'localhost', keys: [] })).toBeNull()
  })

  it('knows a key by its hash, from the configuration and from the store', () => {
    const access = createAccess({ host: '127.0.0.1', keys, upstreams: [] }, options)
    const scopes = (key: string): readonly string[] => access.scopesOf(headers({ 'x-logitscope-key': key }))
    expect(scopes(KEY)).toEqual(['read'])
    for (const wrong of ['', 'x', sha256(KEY), `${KEY} `, 'k'.repeat(10_000)]) expect(scopes(wrong)).toEqual([])
    const stored = { id: '1', name: 'n', scopes: ['admin'] as const, hash: sha256('other'), createdAt: 0, revokedAt: null }
    access.useStoredKeys([stored, { ...stored, id: '2', hash: sha256('gone'), revokedAt: 5 }])
    expect([scopes('other'), scopes('gone'), scopes(KEY)]).toEqual([['admin'], [], ['read']])
    expect(scopes(access.ownKey)).toEqual(['ingest'])
  })

  it('a page has the scopes of the key it logged in with, until the session ends', () => {
    let now = 0
    const access = createAccess({ host: '127.0.0.1', keys, upstreams: [] }, { ...options, now: () => now })
    const token = access.sessions.open(['read'])
    const cookie = headers({ cookie: `other=1; logitscope_session=${token}` })
    expect(access.scopesOf(cookie)).toEqual(['read'])
    expect(access.scopesOf(headers({ cookie: 'logitscope_session=guess' }))).toEqual([])
    // A wrong key beside a good cookie is a wrong key.
    expect(access.scopesOf(headers({ cookie: `logitscope_session=${token}`, 'x-logitscope-key': 'wrong' }))).toEqual([])
    now = 13 * 60 * 60 * 1000
    expect(access.scopesOf(cookie)).toEqual([])
    now = 0
    access.sessions.close(token)
    expect(access.scopesOf(cookie)).toEqual([])
  })
})
