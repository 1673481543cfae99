// Records the example answers from any OpenAI-compatible address:
//   node examples/record.mjs http://127.0.0.1:18080/v1 MODEL
// One file a prompt: { request, response }, the response of a stream as the bytes came. A manifest says from what they were recorded.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [address, model = 'default'] = process.argv.slice(2)
if (address === undefined) {
  console.error('usage: node examples/record.mjs http://HOST:PORT/v1 [MODEL]')
  process.exit(2)
}
const here = dirname(fileURLToPath(import.meta.url))
const folder = join(here, 'recorded')
mkdirSync(folder, { recursive: true })
const prompts = JSON.parse(readFileSync(join(here, 'prompts.json'), 'utf8'))

function requestOf(prompt) {
  return {
    model,
    messages: [{ role: 'user', content: prompt.prompt }],
    temperature: prompt.temperature,
    ...(prompt.seed === undefined ? {} : { seed: prompt.seed }),
    max_tokens: prompt.maxTokens,
    ...(prompt.choices === undefined ? {} : { n: prompt.choices }),
    ...(prompt.json === true ? { response_format: { type: 'json_object' } } : {}),
    ...(prompt.stream === true ? { stream: true, stream_options: { include_usage: true } } : {}),
    logprobs: true,
    top_logprobs: prompt.topLogprobs ?? 5,
  }
}

const files = []
let server = null
for (const prompt of prompts) {
  const request = requestOf(prompt)
  const answer = await fetch(`${address}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${prompt.name}: ${answer.status} ${text.slice(0, 300)}`)
  const streamed = (answer.headers.get('content-type') ?? '').startsWith('text/event-stream')
  server ??= answer.headers.get('server')
  const record = `${JSON.stringify({ request, response: streamed ? text : JSON.parse(text) })}\n`
  writeFileSync(join(folder, `${prompt.name}.json`), record)
  files.push({
    name: prompt.name,
    language: prompt.language,
    streamed,
    temperature: prompt.temperature,
    bytes: record.length,
    sha256: createHash('sha256').update(record).digest('hex'),
  })
  console.log(`${prompt.name}: ${record.length} bytes`)
}
const manifest = { recordedAt: new Date().toISOString().slice(0, 10), server, model, answers: files.length, files }
writeFileSync(join(here, 'recorded.manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
