/** The settings that the environment and the command line can give, and how their text is read before the file's own rules check it. */
import { createHash } from 'node:crypto'
import type { Setting } from './schema.ts'

const text = (given: string): unknown => given
const number = (given: string): unknown => (given.trim() === '' || Number.isNaN(Number(given)) ? given : Number(given))
const list = (given: string): unknown =>
  given
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
const flag = (given: string): unknown =>
  ['1', 'true', 'yes', 'on'].includes(given.toLowerCase())
    ? true
    : ['0', 'false', 'no', 'off'].includes(given.toLowerCase())
      ? false
      : given

/** `URL` or `NAME=URL`; the first without a name is called `default`, others after their host. */
export function upstreamsOf(given: readonly string[]): unknown {
  const taken = new Set<string>()
  return given.map((item, index) => {
    const named = /^([a-z0-9][a-z0-9._-]*)=(.*)$/is.exec(item)
    const url = named?.[2] ?? item
    let name = named?.[1] ?? (index === 0 ? 'default' : URL.canParse(url) ? new URL(url).hostname : `upstream-${index + 1}`)
    if (named === null) while (taken.has(name)) name += '-2'
    taken.add(name)
    return { name, url }
  })
}

/** An access key in the environment is for everything. */
function keyOf(given: string): unknown {
  return [{ name: 'environment', sha256: createHash('sha256').update(given).digest('hex'), scopes: ['ingest', 'read', 'admin'] }]
}

export interface TextSetting {
  readonly setting: Setting
  readonly variable: string
  /** Flag of the command line, without the dashes; absent where there is none. */
  readonly flag?: string
  readonly read: (text: string) => unknown
  /** Never shown. */
  readonly secret?: true
}

export const TEXT_SETTINGS: readonly TextSetting[] = [
  { setting: 'port', variable: 'LOGITSCOPE_PORT', flag: 'port', read: number },
  { setting: 'host', variable: 'LOGITSCOPE_HOST', flag: 'host', read: text },
  { setting: 'allowedHosts', variable: 'LOGITSCOPE_ALLOWED_HOSTS', flag: 'allowed-host', read: list },
  { setting: 'publicUrl', variable: 'LOGITSCOPE_PUBLIC_URL', flag: 'public-url', read: text },
  { setting: 'data', variable: 'LOGITSCOPE_DATA', flag: 'data', read: text },
  { setting: 'upstreams', variable: 'LOGITSCOPE_UPSTREAM', flag: 'upstream', read: (given) => upstreamsOf(list(given) as string[]) },
  { setting: 'logprobs', variable: 'LOGITSCOPE_LOGPROBS', flag: 'logprobs', read: text },
  { setting: 'topLogprobs', variable: 'LOGITSCOPE_TOP_LOGPROBS', flag: 'top-logprobs', read: number },
  { setting: 'sampleRate', variable: 'LOGITSCOPE_SAMPLE_RATE', flag: 'sample-rate', read: number },
  { setting: 'content', variable: 'LOGITSCOPE_CONTENT', flag: 'content', read: text },
  { setting: 'profile', variable: 'LOGITSCOPE_PROFILE', flag: 'profile', read: text },
  { setting: 'defaultProject', variable: 'LOGITSCOPE_PROJECT', flag: 'project', read: text },
  { setting: 'verdictHeader', variable: 'LOGITSCOPE_VERDICT_HEADER', flag: 'verdict-header', read: flag },
  { setting: 'verdictComment', variable: 'LOGITSCOPE_VERDICT_COMMENT', flag: 'verdict-comment', read: flag },
  { setting: 'queueBytes', variable: 'LOGITSCOPE_QUEUE_BYTES', read: text },
  { setting: 'freeSpaceReserve', variable: 'LOGITSCOPE_FREE_SPACE_RESERVE', read: text },
  { setting: 'drain', variable: 'LOGITSCOPE_DRAIN', read: text },
  { setting: 'logLevel', variable: 'LOGITSCOPE_LOG_LEVEL', flag: 'log-level', read: text },
  { setting: 'keys', variable: 'LOGITSCOPE_KEY', read: keyOf, secret: true },
]
