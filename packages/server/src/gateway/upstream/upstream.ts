/** An upstream, ready to be called. */
import { readFileSync } from 'node:fs'
import { rootCertificates } from 'node:tls'
import { EnvHttpProxyAgent, Pool, ProxyAgent, type Dispatcher } from 'undici'
import type { UpstreamConfig } from '../../config/types.ts'

export interface Upstream {
  readonly name: string
  readonly config: UpstreamConfig
  readonly origin: string
  /** Path of the base address without a slash at its end; "" for none. */
  readonly basePath: string
  /** One for all its requests; keeps connections open. */
  readonly dispatcher: Dispatcher
  /** Put into `authorization` where the client sent none. */
  readonly authorization: string | null
}

type Environment = Readonly<Record<string, string | undefined>>

const CONNECT_TIMEOUT_MS = 10_000
const LARGEST_HEAD_BYTES = 64 * 1024

/** Beside the usual authorities, those of the process and of the upstream. `undefined`: the usual ones suffice. */
function authoritiesOf(files: readonly string[], environment: Environment): string[] | undefined {
  if (files.length === 0) return undefined
  const own = environment['NODE_EXTRA_CA_CERTS']
  const all = own === undefined || own === '' ? files : [own, ...files]
  return [...rootCertificates, ...all.map((file) => readFileSync(file, 'utf8'))]
}

function setIn(environment: Environment, name: string): string | undefined {
  return [environment[name.toLowerCase()], environment[name]].find((value) => value !== undefined && value !== '')
}

function dispatcherOf(config: UpstreamConfig, origin: string, environment: Environment): Dispatcher {
  const ca = authoritiesOf(config.certificateAuthorities, environment)
  const connect = { timeout: CONNECT_TIMEOUT_MS, noDelay: true, ...(ca === undefined ? {} : { ca }) }
  const timing = { headersTimeout: config.timeoutMs, bodyTimeout: config.timeoutMs, maxHeaderSize: LARGEST_HEAD_BYTES, pipelining: 1 }
  const proxied = { ...timing, connect, requestTls: connect, proxyTls: connect }
  if (config.proxy !== null) return new ProxyAgent({ uri: config.proxy, ...proxied })
  const httpProxy = setIn(environment, 'HTTP_PROXY')
  const httpsProxy = setIn(environment, 'HTTPS_PROXY')
  if (httpProxy === undefined && httpsProxy === undefined) return new Pool(origin, { ...timing, connect })
  const noProxy = setIn(environment, 'NO_PROXY') ?? ''
  return new EnvHttpProxyAgent({ ...proxied, httpProxy: httpProxy ?? '', httpsProxy: httpsProxy ?? '', noProxy })
}

/**
 * @throws TypeError where the address is no http or https URL, or holds a query or credentials; what the file system says where a file of
 * authorities cannot be read.
 */
export function openUpstream(config: UpstreamConfig, environment: Environment): Upstream {
  const url = new URL(config.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError(`upstream "${config.name}" requires an http or https address`)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new TypeError(`the address of upstream "${config.name}" must hold no credentials, query or fragment`)
  const key = config.keyVariable === null ? undefined : environment[config.keyVariable]
  return {
    name: config.name,
    config,
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    dispatcher: dispatcherOf(config, url.origin, environment),
    authorization: key === undefined || key === '' ? null : `Bearer ${key}`,
  }
}
