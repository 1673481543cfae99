import { DEFAULTS, defaultDataFolder } from './defaults.ts'
import { TEXT_SETTINGS, upstreamsOf } from './environment.ts'
import { configFile, type ConfigFile, type Setting } from './schema.ts'
import type { ServerConfig, UpstreamConfig } from './types.ts'

/** Where a setting's value came from. */
export type Origin = { readonly kind: 'default' } | { readonly kind: 'file' | 'environment' | 'flag'; readonly name: string }

export interface ConfigSources {
  readonly file: { readonly path: string; readonly text: string } | null
  readonly environment: Readonly<Record<string, string | undefined>>
  /** By the flag's name without dashes; what was repeated is a list. */
  readonly flags: Readonly<Record<string, string | readonly string[]>>
}

export interface ConfigIssue {
  readonly origin: Origin
  readonly message: string
}

export type LoadedConfig =
  | { readonly ok: true; readonly value: ServerConfig; readonly origins: Readonly<Record<Setting, Origin>> }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] }

type Values = { -readonly [S in Setting]?: NonNullable<ConfigFile[S]> }

interface Layer {
  readonly values: Record<string, unknown>
  readonly origin: (setting: string) => Origin
  /** How a person named the setting. */
  readonly nameOf: (setting: string) => string
}

const settingOf = (layer: 'variable' | 'flag', name: string) => TEXT_SETTINGS.find((one) => one[layer] === name)

function environmentLayer(environment: ConfigSources['environment']): Layer {
  const values: Record<string, unknown> = {}
  for (const { setting, variable, read } of TEXT_SETTINGS) {
    const given = environment[variable]
    if (given !== undefined && given !== '') values[setting] = read(given)
  }
  const nameOf = (setting: string): string => TEXT_SETTINGS.find((one) => one.setting === setting)?.variable ?? setting
  return { values, nameOf, origin: (setting) => ({ kind: 'environment', name: nameOf(setting) }) }
}

function flagLayer(flags: ConfigSources['flags']): Layer {
  const values: Record<string, unknown> = {}
  for (const [name, given] of Object.entries(flags)) {
    const known = settingOf('flag', name)
    if (known === undefined) throw new TypeError(`loadConfig knows no flag --${name}`)
    if (known.setting === 'upstreams') values['upstreams'] = upstreamsOf(typeof given === 'string' ? [given] : given)
    else values[known.setting] = known.read(typeof given === 'string' ? given : given.join(','))
  }
  const nameOf = (setting: string): string => `--${TEXT_SETTINGS.find((one) => one.setting === setting)?.flag ?? setting}`
  return { values, nameOf, origin: (setting) => ({ kind: 'flag', name: nameOf(setting) }) }
}

function fileLayer(file: ConfigSources['file'], issues: ConfigIssue[]): Layer {
  const origin: Origin = file === null ? { kind: 'default' } : { kind: 'file', name: file.path }
  const layer = (values: Record<string, unknown>): Layer => ({ values, origin: () => origin, nameOf: (setting) => setting })
  if (file === null) return layer({})
  try {
    const value: unknown = JSON.parse(file.text.replace(/^\ufeff/, ''))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return layer({ ...value })
    issues.push({ origin, message: 'the configuration is a JSON object: { "port": 4600, … }' })
  } catch (error) {
    issues.push({ origin, message: `it is not JSON: ${(error as Error).message}` })
  }
  return layer({})
}

/** Checks one layer by the rules of the file; what is wrong with it is told by the name that the person used. */
function checked(layer: Layer, issues: ConfigIssue[]): Values {
  const result = configFile.safeParse(layer.values)
  if (result.success) {
    const { $schema: _, ...values } = result.data
    return values as Values
  }
  for (const issue of result.error.issues) {
    const [setting, ...rest] = issue.path
    const origin = layer.origin(String(setting ?? ''))
    if (issue.code === 'unrecognized_keys') {
      const where = issue.path.length === 0 ? '' : ` in ${issue.path.join('.')}`
      issues.push({
        origin,
        message: `unknown ${issue.keys.length > 1 ? 'keys' : 'key'} ${issue.keys.map((key) => `"${key}"`).join(', ')}${where}`,
      })
      continue
    }
    const place =
      origin.kind === 'file'
        ? issue.path.join('.')
        : [layer.nameOf(String(setting)), ...(rest.length > 0 ? [rest.join('.')] : [])].join(' ')
    issues.push({ origin, message: `${place}: ${issue.message}` })
  }
  return {}
}

/** A setting of an upstream: what environment or flags say of all, else the upstream's own, else the file's for all, else the default. */
function upstreamSettings(layers: readonly Values[], name: 'logprobs' | 'topLogprobs' | 'sampleRate', own: unknown): unknown {
  const [file, ...above] = layers
  return [...above].reverse().find((layer) => layer[name] !== undefined)?.[name] ?? own ?? file?.[name] ?? DEFAULTS[name]
}

function assemble(layers: readonly Values[], merged: Values): ServerConfig {
  const upstreams = (merged.upstreams ?? []).map((one): UpstreamConfig => ({
    name: one.name,
    url: one.url,
    logprobs: upstreamSettings(layers, 'logprobs', one.logprobs) as UpstreamConfig['logprobs'],
    topLogprobs: upstreamSettings(layers, 'topLogprobs', one.topLogprobs) as number,
    sampleRate: upstreamSettings(layers, 'sampleRate', one.sampleRate) as number,
    provider: one.provider ?? null,
    keyVariable: one.keyVariable ?? null,
    certificateAuthorities: one.certificateAuthorities ?? [],
    proxy: one.proxy ?? null,
    timeoutMs: one.timeout ?? DEFAULTS.timeoutMs,
  }))
  const kept = (
    policy: { maxAge?: number | undefined; maxBytes?: number | undefined } | undefined,
  ): { maxAgeMs: number | null; maxBytes: number | null } => ({
    maxAgeMs: policy?.maxAge ?? null,
    maxBytes: policy?.maxBytes ?? null,
  })
  return {
    port: merged.port ?? DEFAULTS.port,
    host: merged.host ?? DEFAULTS.host,
    allowedHosts: merged.allowedHosts ?? [],
    publicUrl: merged.publicUrl ?? null,
    data: merged.data ?? defaultDataFolder(),
    upstreams,
    content: merged.content ?? DEFAULTS.content,
    profile: merged.profile ?? null,
    defaultProject: merged.defaultProject ?? DEFAULTS.defaultProject,
    verdictHeader: merged.verdictHeader ?? false,
    verdictComment: merged.verdictComment ?? false,
    guard: { projects: merged.guard?.projects ?? {} },
    webhooks: (merged.webhooks ?? []).map((one) => ({
      name: one.name,
      url: one.url,
      secretVariable: one.secretVariable ?? null,
      shape: one.shape ?? 'standard',
      content: one.content ?? false,
      allowPrivate: one.allowPrivate ?? [],
      severity: one.severity ?? 'info',
      rules: one.rules ?? null,
    })),
    retention: {
      ...kept(merged.retention),
      maxTotalBytes: merged.retention?.maxTotalBytes ?? null,
      projects: Object.fromEntries(Object.entries(merged.retention?.projects ?? {}).map(([project, policy]) => [project, kept(policy)])),
    },
    queueBytes: merged.queueBytes ?? DEFAULTS.queueBytes,
    freeSpaceReserveBytes: merged.freeSpaceReserve ?? DEFAULTS.freeSpaceReserveBytes,
    drainMs: merged.drain ?? DEFAULTS.drainMs,
    logLevel: merged.logLevel ?? DEFAULTS.logLevel,
    keys: (merged.keys ?? []).map((one) => ({ ...one, sha256: one.sha256.toLowerCase() })),
  }
}

/**
 * Puts file, environment and flags together, in that order of increasing precedence, key by key: a list or an object is taken whole from
 * the highest layer that has it. What `--logprobs`, `--top-logprobs` and `--sample-rate` say (or their variables) holds for every upstream.
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const issues: ConfigIssue[] = []
  const layers = [fileLayer(sources.file, issues), environmentLayer(sources.environment), flagLayer(sources.flags)]
  const values = layers.map((layer) => checked(layer, issues))
  if (issues.length > 0) return { ok: false, issues }
  const merged = Object.assign({}, ...values) as Values
  const origins = Object.fromEntries(
    Object.keys(configFile.shape)
      .filter((setting) => setting !== '$schema')
      .map((setting): [string, Origin] => {
        const index = values.findLastIndex((layer) => layer[setting as Setting] !== undefined)
        return [setting, index < 0 ? { kind: 'default' } : layers[index]!.origin(setting)]
      }),
  ) as Record<Setting, Origin>
  return { ok: true, value: assemble(values, merged), origins }
}
