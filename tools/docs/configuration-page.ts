/** docs/guide/configuration.md: every key of the configuration, from the schema that checks it. */
import { configJsonSchema, TEXT_SETTINGS } from '@logitscope/server'
import { page, table, type Row } from './markdown.ts'

interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly required?: readonly string[]
}

const INTRO = `# Configuration

Nothing has to be configured. What is, comes from three places; a later one wins, key by key, and a list or an object is taken whole:

1. a JSON file: the one that \`--config\` or \`LOGITSCOPE_CONFIG\` names, else \`logitscope.json\` in the current folder where there is one;
2. environment variables;
3. flags of the command line.

\`logitscope config\` prints what would hold and where each value came from. A key that is unknown or a value that cannot be used stops the start, with all complaints at once.

A duration is a number of ms or words such as \`30s\`, \`12h\`, \`30d\`; a size is a number of bytes or words such as \`64MB\` (powers of 1024). Secrets are never written into the file: it names the environment variables that hold them, and holds SHA-256 digests of access keys.

\`\`\`json
{
  "upstreams": [
    { "name": "openai", "url": "https://api.openai.com/v1" },
    { "name": "local", "url": "http://127.0.0.1:8080/v1", "topLogprobs": 10 }
  ],
  "content": "redacted",
  "retention": { "maxAge": "30d", "projects": { "support": { "maxAge": "7d" } } },
  "webhooks": [{ "name": "on-call", "url": "https://hooks.example.com/logitscope", "secretVariable": "HOOK_SECRET", "severity": "warning" }]
}
\`\`\`

The tables are made from the schema by \`npx tsx --conditions=@logitscope/source tools/generate-docs.ts\`; a test fails where they are stale.`

const code = (text: string): string => `\`${text}\``

/** What may stand there, in words. */
function kindOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ')
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(kindOf))].join(' or ')
  if (schema.type === 'array') return `list of ${kindOf(schema.items ?? {})}`
  return schema.type === undefined ? 'any' : [schema.type].flat().join(' or ')
}

/** The parts of an object, of the elements of a list, or of the values of a record; `null` where a schema is none of these. */
function partsOf(schema: Schema): { readonly suffix: string; readonly schema: Schema } | null {
  if (schema.items?.properties !== undefined) return { suffix: '[].', schema: schema.items }
  if (schema.properties !== undefined) return { suffix: '.', schema }
  if (typeof schema.additionalProperties === 'object') return { suffix: '.NAME', schema: schema.additionalProperties }
  return null
}

function rowsOf(path: string, schema: Schema, isRequired: boolean): Row[] {
  const kind = kindOf(schema)
  const measure = /(?:Bytes|Reserve)$/.test(path) ? 'size' : 'duration'
  const own: Row = [
    code(path),
    kind === 'number or string' ? measure : kind,
    `${isRequired ? 'Required. ' : ''}${schema.description ?? ''}`,
  ]
  const parts = partsOf(schema)
  if (parts === null) return [own]
  const { suffix, schema: inner } = parts
  if (suffix === '.NAME') return [own, ...rowsOf(path + suffix, inner, false)]
  return [own, ...innerRows(path + suffix, inner)]
}

const innerRows = (prefix: string, schema: Schema): Row[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => rowsOf(prefix + name, inner, schema.required?.includes(name) ?? false))

function textRows(): Row[] {
  return TEXT_SETTINGS.map(({ setting, variable, flag }) => [code(setting), code(variable), flag === undefined ? '–' : code(`--${flag}`)])
}

export function configurationPage(path: string): Promise<string> {
  return page(path, [
    INTRO,
    '## Keys of the file',
    table(['key', 'value', 'meaning'], innerRows('', configJsonSchema())),
    '## Environment variables and flags',
    '`LOGITSCOPE_UPSTREAM` and `LOGITSCOPE_ALLOWED_HOSTS` take several values with commas between them; `--upstream` and `--allowed-host` may be given several times. An upstream is `URL` or `NAME=URL`. `LOGITSCOPE_KEY` holds an access key itself, good for everything. `LOGITSCOPE_LOGPROBS`, `LOGITSCOPE_TOP_LOGPROBS`, `LOGITSCOPE_SAMPLE_RATE` and their flags hold for every upstream, whatever the file says of it.',
    table(['key', 'variable', 'flag'], textRows()),
  ])
}
