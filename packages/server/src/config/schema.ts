/** The configuration file, key by key. Every key may be left out. */
import { z } from 'zod'
import { duration, size } from './units.ts'

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/i, 'a name has letters, digits, ".", "_" and "-", at most 63, and begins with a letter or digit')

/** The base URL of an upstream: what a client would use itself. */
const baseUrl = z.string().transform((given, context) => {
  const fail = (message: string): never => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  if (!URL.canParse(given)) return fail(`an upstream is a URL such as https://host/v1, not ${JSON.stringify(given.slice(0, 80))}`)
  const url = new URL(given)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return fail(`an upstream's URL begins with http:// or https://, not ${url.protocol}`)
  if (url.username !== '' || url.password !== '')
    return fail('an upstream\'s URL holds no user and password: name the variable of its key with "keyVariable"')
  if (url.search !== '' || url.hash !== '') return fail("an upstream's URL holds no query and no fragment")
  return url.href.replace(/\/+$/, '')
})

/** Where people reach the pages: an origin, for they are served from its root. */
const publicUrl = z.string().transform((given, context) => {
  const fail = (message: string): never => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
    return fail(`the public URL is an address such as https://logitscope.example.com, not ${JSON.stringify(given.slice(0, 80))}`)
  const { origin, pathname, search, hash, username, password } = new URL(given)
  if (username !== '' || password !== '') return fail('the public URL holds no user and password')
  if (pathname !== '/' || search !== '' || hash !== '')
    return fail('the public URL holds no path, query or fragment: the pages are served from the root of their host')
  return origin
})

const variable = z.string().regex(/^[A-Za-z_]\w*$/, 'this is the name of an environment variable, not its value')
const logprobs = z.enum(['auto', 'inject', 'observe'])
const topLogprobs = z.number().int().min(0).max(100)
const sampleRate = z.number().min(0).max(1)

const upstream = z.strictObject({
  name: name.describe('Its requests come to /upstreams/NAME.'),
  url: baseUrl.describe('The base URL that a client would use itself, such as https://host/v1.'),
  logprobs: logprobs.optional().describe('As the setting of that name, for this upstream.'),
  topLogprobs: topLogprobs.optional().describe('As the setting of that name, for this upstream.'),
  sampleRate: sampleRate.optional().describe('As the setting of that name, for this upstream.'),
  provider: z.string().optional().describe('Who answers, where the address does not tell.'),
  keyVariable: variable
    .optional()
    .describe(
      'Environment variable with the key that is put into Authorization where the client sent none. With it, logitscope wants a key of its own.',
    ),
  certificateAuthorities: z.array(z.string()).optional().describe('Files of further certificate authorities, PEM.'),
  proxy: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Proxy. Default: as HTTPS_PROXY, HTTP_PROXY and NO_PROXY say.'),
  timeout: duration.optional().describe('Longest silence of the upstream. Default 30 minutes.'),
})

const webhook = z.strictObject({
  name: name.describe('The name under which its deliveries are shown.'),
  url: z.url({ protocol: /^https?$/ }).describe('Where alerts are sent with POST.'),
  secretVariable: variable.optional().describe('Environment variable with the signing secret (whsec_…).'),
  shape: z.enum(['standard', 'slack']).optional().describe('Body: Standard Webhooks, or a text as Slack takes it. Default standard.'),
  content: z.boolean().optional().describe('Send prompt and answer too. Default false.'),
  allowPrivate: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .optional()
    .describe('Private address ranges that it may reach, CIDR. Default none.'),
  severity: z.enum(['info', 'warning', 'critical']).optional().describe('Lowest severity sent. Default info.'),
  rules: z.array(z.string()).optional().describe('Ids of the rules that are sent. Default: all but the starting rules.'),
})

const kept = {
  maxAge: duration.optional().describe('Answers received longer ago are deleted.'),
  maxBytes: size.optional().describe('Where the answers of a project take more, its oldest are deleted.'),
}

const key = z.strictObject({
  name: name.describe('Whose key it is; for people.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'the SHA-256 of the key, 64 hexadecimal digits; the key itself is not written down')
    .describe('SHA-256 of the key, 64 hexadecimal digits.'),
  scopes: z
    .array(z.enum(['ingest', 'read', 'admin']))
    .min(1)
    .describe('ingest: send requests and traces, label; read: look; admin: change settings, delete.'),
})

export const configFile = z.strictObject({
  $schema: z.string().optional().describe('For editors; not read.'),
  port: z.number().int().min(0).max(65_535).optional().describe('Port to listen on; 0 takes a free one. Default 4600.'),
  host: z.string().min(1).optional().describe('Address to listen on. Any but a loopback address asks for access keys. Default 127.0.0.1.'),
  allowedHosts: z.array(z.string().min(1)).optional().describe('Further names under which the pages may be opened.'),
  publicUrl: publicUrl
    .optional()
    .describe(
      'Address under which people reach the pages, such as https://logitscope.example.com: used in links, allowed as a host; with https the session cookie is sent over TLS only. Any but a loopback one asks for access keys.',
    ),
  data: z.string().min(1).optional().describe('Folder of the store.'),
  upstreams: z
    .array(upstream)
    .refine((list) => new Set(list.map((one) => one.name)).size === list.length, 'two upstreams have the same name')
    .optional()
    .describe('Where requests go; the first is the default one.'),
  logprobs: logprobs
    .optional()
    .describe('Whether log-probabilities are asked for: auto (and taken out of the answer again), inject, observe. Default auto.'),
  topLogprobs: topLogprobs.optional().describe('Alternatives asked for. Default 5.'),
  sampleRate: sampleRate.optional().describe('Share of requests captured, 0 to 1. Default 1.'),
  content: z.enum(['full', 'redacted', 'none']).optional().describe('How much of prompts and answers is kept. Default full.'),
  profile: z.string().min(1).optional().describe('File of the profile; default: the active one of the store.'),
  defaultProject: z.string().min(1).max(200).optional().describe('Project of answers whose request names none. Default "default".'),
  verdictHeader: z.boolean().optional().describe('Add the verdict to whole answers as a header; waits at most 20 ms.'),
  verdictComment: z.boolean().optional().describe('Add the verdict to streams as an SSE comment.'),
  guard: z
    .strictObject({
      projects: z
        .record(z.string(), z.enum(['end', 'mark']).describe('End the stream, or only put a comment into it.'))
        .describe('By the name of the project.'),
    })
    .optional()
    .describe('Projects whose streams are ended or marked at a loop or collapse.'),
  webhooks: z.array(webhook).optional().describe('Where alerts are delivered.'),
  retention: z
    .strictObject({
      ...kept,
      maxTotalBytes: size.optional().describe('Where the answers of all projects together take more, the oldest are deleted.'),
      projects: z
        .record(z.string(), z.strictObject(kept).describe('Takes the place of what holds for all.'))
        .optional()
        .describe('By the name of the project.'),
    })
    .optional()
    .describe('How long answers are kept. Default: without end.'),
  queueBytes: size.optional().describe('Captures that may wait for analysis. Default 64MB.'),
  freeSpaceReserve: size.optional().describe('Free space below which content, then capture is dropped. Default 512MB.'),
  drain: duration.optional().describe('How long a stop waits for running answers. Default 10s.'),
  logLevel: z.enum(['silent', 'error', 'warn', 'info', 'debug']).optional().describe('What is logged. Default info.'),
  keys: z.array(key).optional().describe('Access keys of logitscope itself.'),
})

export type ConfigFile = z.infer<typeof configFile>
export type Setting = Exclude<keyof ConfigFile, '$schema'>

/** The JSON schema of the configuration file. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configFile, { io: 'input', unrepresentable: 'any' })
}
