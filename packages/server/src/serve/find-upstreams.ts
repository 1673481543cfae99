import type { FoundUpstream } from '@logitscope/core'

/** Where local model servers usually listen. */
export const USUAL_PORTS: readonly { readonly port: number; readonly name: string }[] = [
  { port: 11434, name: 'Ollama' },
  { port: 8080, name: 'llama-server' },
  { port: 8000, name: 'vLLM' },
  { port: 1234, name: 'LM Studio' },
  { port: 5000, name: 'text-generation-webui' },
  { port: 30000, name: 'SGLang' },
  { port: 3000, name: 'TGI' },
  { port: 5001, name: 'KoboldCpp' },
]

const WAIT_MS = 700
/** Longest list of models that is read. */
const MOST_BYTES = 512 * 1024
const MOST_MODELS = 50

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const block of response.body as ReadableStream<Uint8Array>) {
    text += decoder.decode(block, { stream: true })
    if (text.length > MOST_BYTES) return ''
  }
  return text
}

/** Names of the models in an answer of `/v1/models`; `null` where it is none. */
export function modelsIn(body: unknown): readonly string[] | null {
  const { data } = (typeof body === 'object' && body !== null ? body : {}) as { readonly data?: unknown }
  if (!Array.isArray(data)) return null
  return data
    .map((entry: unknown) => (entry as { readonly id?: unknown } | null)?.id)
    .filter((id): id is string => typeof id === 'string' && id !== '')
    .slice(0, MOST_MODELS)
}

/** The models of a server, or `null` where none answers in time as one that we can stand in front of. */
export async function askModels(
  baseUrl: string,
  headers: Readonly<Record<string, string>> = {},
  waitMs: number = WAIT_MS,
): Promise<readonly string[] | null> {
  try {
    const response = await fetch(`${baseUrl}/models`, { headers, signal: AbortSignal.timeout(waitMs), redirect: 'manual' })
    if (!response.ok) return null
    return modelsIn(JSON.parse(await readText(response)))
  } catch {
    return null
  }
}

/** Model servers on the usual local ports, asked for their models all at once. */
export async function findUpstreams(ownPort: number, ports: typeof USUAL_PORTS = USUAL_PORTS): Promise<readonly FoundUpstream[]> {
  const found = await Promise.all(
    ports
      .filter(({ port }) => port !== ownPort)
      .map(async ({ port, name }): Promise<FoundUpstream | null> => {
        const url = `http://127.0.0.1:${port}/v1`
        const models = await askModels(url)
        return models === null ? null : { url, name, models }
      }),
  )
  return found.filter((one) => one !== null)
}
