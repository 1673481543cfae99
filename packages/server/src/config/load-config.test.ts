import { describe, expect, it } from 'vitest'
import { configJsonSchema } from './schema.ts'
import { loadConfig, type ConfigSources, type LoadedConfig } from './load-config.ts'

function load(file: unknown, environment: ConfigSources['environment'] = {}, flags: ConfigSources['flags'] = {}): LoadedConfig {
  const text = typeof file === 'string' ? file : JSON.stringify(file)
  return loadConfig({ file: file === null ? null : { path: 'logitscope.json', text }, environment, flags })
}

function value(loaded: LoadedConfig): Extract<LoadedConfig, { ok: true }> {
  if (!loaded.ok) throw new Error(loaded.issues.map((issue) => issue.message).join('; '))
  return loaded
}

const messages = (loaded: LoadedConfig): string[] => (loaded.ok ? [] : loaded.issues.map((issue) => issue.message))

describe('loadConfig', () => {
  it('starts with nothing: a loopback address, no upstream, everything kept', () => {
    const { value: config, origins } = value(load(null))
    expect(config).toMatchObject({ port: 4600, host: '127.0.0.1', upstreams: [], content: 'full', keys: [], profile: null })
    expect(config.data).toMatch(/logitscope/)
    expect(origins.port).toEqual({ kind: 'default' })
  })

  it.each([
    ['https://logitscope.example.com/', 'https://logitscope.example.com'],
    ['http://10.0.0.5:8080', 'http://10.0.0.5:8080'],
  ])('takes %s for the public URL', (given, publicUrl) => {
    expect(value(load(null, {}, { 'public-url': given })).value.publicUrl).toBe(publicUrl)
    expect(value(load(null, { LOGITSCOPE_PUBLIC_URL: given })).value.publicUrl).toBe(publicUrl)
  })

  it.each([
    ['logitscope.example.com', 'the public URL is an address such as'],
    ['ftp://host', 'the public URL is an address such as'],
    ['https://host/logitscope', 'holds no path'],
    ['https://host/?a=1', 'holds no path'],
    ['https://user:secret@host', 'holds no user and password'],
  ])('refuses %s as the public URL, in words', (given, words) => {
    const [message] = messages(load({ publicUrl: given }))
    expect(message).toContain(words)
    expect(message).not.toContain('secret')
  })

  it('lets the environment win over the file, and flags over both, and tells where each value came from', () => {
    const { value: config, origins } = value(
      load({ port: 1, host: 'a', content: 'none' }, { LOGITSCOPE_PORT: '2', LOGITSCOPE_HOST: 'b' }, { port: '3' }),
    )
    expect(config).toMatchObject({ port: 3, host: 'b', content: 'none' })
    expect(origins).toMatchObject({
      port: { kind: 'flag', name: '--port' },
      host: { kind: 'environment', name: 'LOGITSCOPE_HOST' },
      content: { kind: 'file', name: 'logitscope.json' },
    })
  })

  it('reads upstreams with and without names, and takes the slash at the end off', () => {
    const { value: config } = value(
      load(null, {}, { upstream: ['https://api.openai.com/v1/', 'local=http://127.0.0.1:8080/v1', 'http://b/v1'] }),
    )
    expect(config.upstreams.map(({ name, url }) => [name, url])).toEqual([
      ['default', 'https://api.openai.com/v1'],
      ['local', 'http://127.0.0.1:8080/v1'],
      ['b', 'http://b/v1'],
    ])
  })

  it("lets an upstream's own setting win over the file's for all, and a flag over both", () => {
    const file = {
      topLogprobs: 7,
      upstreams: [
        { name: 'a', url: 'http://a/v1', topLogprobs: 2 },
        { name: 'b', url: 'http://b/v1' },
      ],
    }
    const alternatives = (loaded: LoadedConfig): number[] => value(loaded).value.upstreams.map((one) => one.topLogprobs)
    expect(alternatives(load(file))).toEqual([2, 7])
    expect(alternatives(load(file, { LOGITSCOPE_TOP_LOGPROBS: '20' }))).toEqual([20, 20])
  })

  it('reads durations and sizes in words', () => {
    const { value: config } = value(
      load({ retention: { maxAge: '30d', maxTotalBytes: '20GB', projects: { p: { maxBytes: '1GB' } } }, queueBytes: '8 MB', drain: 250 }),
    )
    expect(config.retention).toEqual({
      maxAgeMs: 30 * 86_400_000,
      maxBytes: null,
      maxTotalBytes: 20 * 2 ** 30,
      projects: { p: { maxAgeMs: null, maxBytes: 2 ** 30 } },
    })
    expect(config).toMatchObject({ queueBytes: 8 * 2 ** 20, drainMs: 250 })
  })

  it('keeps only the digest of a key from the environment', () => {
    const loaded = value(load(null, { LOGITSCOPE_KEY: 'open sesame' }))
    expect(loaded.value.keys).toHaveLength(1)
    expect(loaded.value.keys[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(loaded)).not.toContain('sesame')
  })

  it.each([
    [{ prot: 1 }, {}, {}, 'unknown key "prot"'],
    [{ upstreams: [{ name: 'a', url: 'http://a', speed: 1 }] }, {}, {}, 'unknown key "speed" in upstreams.0'],
    [{ upstreams: [{ name: 'a', url: 'http://u:p@a' }] }, {}, {}, "upstreams.0.url: an upstream's URL holds no user and password"],
    [{ upstreams: [{ name: 'a', url: 'http://a?key=1' }] }, {}, {}, 'holds no query'],
    [
      {
        upstreams: [
          { name: 'a', url: 'http://a' },
          { name: 'a', url: 'http://b' },
        ],
      },
      {},
      {},
      'two upstreams have the same name',
    ],
    [{ retention: { maxAge: 'long' } }, {}, {}, 'retention.maxAge: a duration is'],
    [{ queueBytes: '12 parsecs' }, {}, {}, 'queueBytes: a size is'],
    ['{"port": }', {}, {}, 'it is not JSON'],
    ['[]', {}, {}, 'the configuration is a JSON object'],
    [null, { LOGITSCOPE_PORT: 'high' }, {}, 'LOGITSCOPE_PORT: '],
    [null, {}, { port: '99999' }, '--port: '],
    [null, {}, { upstream: ['nonsense'] }, '--upstream 0.url: an upstream is a URL'],
    [{ keys: [{ name: 'k', sha256: 'plain key', scopes: ['read'] }] }, {}, {}, 'the key itself is not written down'],
  ] as const)('says what is wrong with %j %j %j', (file, environment, flags, message) => {
    const said = messages(load(file, environment, flags))
    expect(said.join('\n')).toContain(message)
    expect(said.join('\n')).not.toContain('plain key')
  })

  it('tells everything that is wrong at once', () => {
    expect(messages(load({ port: -1, content: 'some' }, { LOGITSCOPE_LOG_LEVEL: 'loud' }))).toHaveLength(3)
  })

  it('has a JSON schema of its file, with every key described by its type', () => {
    const schema = configJsonSchema() as { properties: Record<string, unknown>; additionalProperties: boolean }
    expect(schema.additionalProperties).toBe(false)
    expect(Object.keys(schema.properties)).toContain('upstreams')
  })
})
