// Records the answers that the demo replays, from any OpenAI-compatible address:
//   npx tsx --conditions=@logitscope/source tools/record-demo.ts http://127.0.0.1:18080/v1 MODEL
// One line an answer: { project, variant, language, request, response }, the response of a stream as the bytes came.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

interface Group {
  readonly project: string
  readonly language: string
  readonly system: string
  readonly maxTokens: number
  readonly json?: boolean
  readonly prompts: readonly string[]
}
interface Plan {
  readonly projects: readonly Group[]
  readonly badVersion: { readonly project: string; readonly system: string; readonly temperature: number }
  readonly drift: { readonly project: string; readonly system: string; readonly temperature: number }
  readonly loops: Omit<Group, 'language'>
}

const [address, model = 'default'] = process.argv.slice(2)
if (address === undefined) {
  console.error('usage: record-demo.ts http://HOST:PORT/v1 [MODEL]')
  process.exit(2)
}
const here = dirname(fileURLToPath(import.meta.url))
const plan = JSON.parse(readFileSync(join(here, 'demo-prompts.json'), 'utf8')) as Plan
const lines: string[] = []

interface Variant {
  readonly name: string
  readonly system: string
  readonly temperature: number
}

async function record(
  group: Omit<Group, 'prompts' | 'system'>,
  variant: Variant,
  prompt: string,
  seed: number,
  stream: boolean,
): Promise<void> {
  const request = {
    model,
    messages: [
      { role: 'system', content: variant.system },
      { role: 'user', content: prompt },
    ],
    temperature: variant.temperature,
    seed,
    max_tokens: group.maxTokens,
    ...(group.json === true ? { response_format: { type: 'json_object' } } : {}),
    ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
    logprobs: true,
    top_logprobs: 5,
  }
  const answer = await fetch(`${String(address)}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${prompt}: ${answer.status} ${text.slice(0, 300)}`)
  const { project, language } = group
  lines.push(JSON.stringify({ project, language, variant: variant.name, request, response: stream ? text : (JSON.parse(text) as unknown) }))
}

for (const group of plan.projects) {
  const usual = { name: 'usual', system: group.system, temperature: 0.3 }
  for (const [index, prompt] of group.prompts.entries()) {
    await record(group, usual, prompt, 1, index % 2 === 0)
    await record(group, usual, prompt, 2, index % 2 === 1)
    for (const [name, other] of [
      ['bad-version', plan.badVersion],
      ['drift', plan.drift],
    ] as const)
      if (other.project === group.project) await record(group, { name, ...other }, prompt, 3, index % 2 === 0)
  }
  console.log(`${group.project}: ${lines.length} answers so far`)
}
for (const prompt of plan.loops.prompts)
  await record({ ...plan.loops, language: 'en' }, { name: 'loop', system: plan.loops.system, temperature: 0 }, prompt, 1, true)

const bytes = gzipSync(`${lines.join('\n')}\n`, { level: 9 })
writeFileSync(join(here, '..', 'packages', 'server', 'assets', 'demo', 'recorded.ndjson.gz'), bytes)
console.log(`${lines.length} answers, ${bytes.length} bytes`)
