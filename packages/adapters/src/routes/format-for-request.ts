/** From a request to the format in which its answer will come. */
import type { AskFacts, Format, StreamEnding, Strip } from '../contract.ts'
import { isStreamPath, modelIn, plainPath, providerIn } from '../shared/path-facts.ts'
import { asRecord } from '../shared/wire.ts'
import { finishOf, stripOf } from './of-several.ts'
import { PATHS, type Formats } from './paths.ts'

export interface RequestLine {
  readonly method: string
  /** As it came, with or without a query; whatever address the server is kept under may stand before. */
  readonly path: string
  /** The parsed body, where it is JSON. */
  readonly body?: unknown
}

export interface Route {
  /** By which the request is asked; without `ask` where nothing can be asked: what is fetched, and binary streams. */
  readonly format: Format
  /** All in which the answer may come, `format` first: with more than one, the content decides (see `answerDecoder`). */
  readonly formats: Formats
  /** Takes out of the answer, in whichever of the formats it comes, what asking put into it; `null` where none of them can be asked. */
  readonly strip: Strip | null
  /** Ends a stream, in whichever of the formats it comes; `null` where none of them knows how. */
  readonly finish: (() => StreamEnding) | null
  /** What `Format.ask` needs beside the body. */
  readonly facts: Required<AskFacts>
  /** The model that the path names; `null` where only the body does. */
  readonly model: string | null
  /** Who answers, where the path says so. */
  readonly provider: string | null
  /** The answer was made before and is only fetched: nothing can be asked, and it may have been read already. */
  readonly fetched: boolean
}

type Body = Readonly<Record<string, unknown>>

/** Whether a body is a request that a format could ask with. */
function takes(format: Format, body: Body): boolean {
  const ask = format.ask?.(body, 0)
  return ask !== undefined && !(ask.kind === 'leave' && ask.reason === 'not-applicable')
}

/** Signs of one format among several, from the body and from the model's name. */
const SIGNS: readonly (readonly [api: string, fits: (body: Body, model: string) => boolean])[] = [
  [
    'llama-server',
    (body) =>
      ['n_predict', 'n_probs', 'input_prefix', 'cache_prompt', 'id_slot', 'post_sampling_probs'].some((name) => Object.hasOwn(body, name)),
  ],
  ['anthropic', (body, model) => Object.hasOwn(body, 'anthropic_version') || /(?:^|[./])(?:anthropic|claude)/.test(model)],
  ['cohere', (_, model) => /(?:^|[./])cohere\./.test(model)],
  ['ai21', (_, model) => /(?:^|[./])ai21\.j2/.test(model)],
  ['bedrock', (body, model) => /(?:^|[./])(?:amazon|meta|mistral)\./.test(model) || Object.hasOwn(body, 'inferenceConfig')],
]

function inOrder(formats: Formats, body: Body, model: string): Formats {
  const [api] = SIGNS.find(([, fits]) => fits(body, model)) ?? []
  const first = formats.find((format) => format.api === api) ?? formats.find((format) => takes(format, body)) ?? formats[0]
  return [first, ...formats.filter((format) => format !== first)]
}

/** Streams of Amazon's binary messages, out of which nothing can be taken again on the way. */
const isBinaryStream = (path: string): boolean => /(?:-response-stream|\/converse-stream)$/.test(path)

/** The same formats, but without a way to ask. */
function unasked(formats: Formats): Formats {
  const [first, ...others] = formats.map(({ ask: _, ...format }): Format => format)
  return [first!, ...others]
}

/**
 * The format of the answer to a request; `null` where the request makes no answer: lists of models, embeddings, counts of tokens, files.
 * The method and the end of the path decide; where formats share a path, the parsed body says which is likeliest.
 * Covers OpenAI and all that imitate it (Azure's deployments, `/openai/v1`), Anthropic, Gemini and Vertex AI, Bedrock, Cohere, and the servers' own APIs.
 */
export function formatForRequest({ method, path, body }: RequestLine): Route | null {
  const plain = plainPath(path)
  const asked = asRecord(body)
  const verb = method.toUpperCase()
  const rule = PATHS.find((candidate) => candidate.method === verb && candidate.end.test(plain))
  if (rule === undefined) return null
  const model = modelIn(path)
  const candidates = asked === null ? rule.formats : inOrder(rule.formats, asked, model ?? '')
  const fetched = verb === 'GET'
  const formats = fetched || isBinaryStream(plain) ? unasked(candidates) : candidates
  if (rule.onlyByBody === true && (asked === null || !takes(candidates[0], asked))) return null
  return {
    format: formats[0],
    formats,
    strip: stripOf(formats),
    finish: finishOf(formats),
    facts: { path, stream: isStreamPath(path) || asked?.['stream'] === true },
    model,
    provider: providerIn(path),
    fetched,
  }
}
