/** Which formats are spoken at which path. */
import type { Format } from '../contract.ts'
import { ai21 } from '../ai21/index.ts'
import { anthropic } from '../anthropic/index.ts'
import { bedrock } from '../bedrock/index.ts'
import { cohere } from '../cohere/index.ts'
import { gemini } from '../gemini/index.ts'
import { koboldCpp } from '../koboldcpp/index.ts'
import { llamaServer } from '../llama-server/index.ts'
import { ollama } from '../ollama/index.ts'
import { openAiChat } from '../openai-chat/index.ts'
import { openAiCompletions } from '../openai-completions/index.ts'
import { openAiResponses } from '../openai-responses/index.ts'
import { openAiTranscription } from '../openai-transcription/index.ts'
import { sglang } from '../sglang/index.ts'
import { tgi } from '../tgi/index.ts'
import { triton } from '../triton/index.ts'
import { vllmGenerate } from '../vllm-generate/index.ts'
import { watsonx } from '../watsonx/index.ts'

export type Formats = readonly [Format, ...Format[]]

export interface PathRule {
  readonly method: 'POST' | 'GET'
  /** The end of the path, without query; what stands before it is the address that the server is kept under. */
  readonly end: RegExp
  /** The likeliest first. */
  readonly formats: Formats
  /** Many things are spoken here, answers among them: the body has to be a request of one of the formats. */
  readonly onlyByBody?: true
}

/** What models behind one address of Bedrock, of Vertex AI, of SageMaker or of Databricks speak. */
const HOSTED: Formats = [openAiChat, openAiCompletions, anthropic, cohere, ai21, bedrock, tgi]

const post = (end: RegExp, ...formats: Formats): PathRule => ({ method: 'POST', end, formats })

/** In this order: the narrower first. */
export const PATHS: readonly PathRule[] = [
  post(/\/chat\/completions$/, openAiChat),
  // Fill-in-the-middle and agents of Mistral answer as chat.
  post(/\/(?:fim|agents)\/completions$/, openAiChat),
  // llama-server's `/completions` is its own format, its `/v1/completions` is not.
  post(/\/completions$/, openAiCompletions, llamaServer, openAiChat),
  post(/\/text\/chat(?:_stream)?$/, openAiChat),
  post(/\/text\/generation(?:_stream)?$/, watsonx),
  post(/\/audio\/(?:transcriptions|translations)$/, openAiTranscription),
  post(/\/responses$/, openAiResponses),
  { method: 'GET', end: /\/responses\/[^/]+$/, formats: [openAiResponses] },
  { method: 'GET', end: /\/chat\/completions\/[^/]+$/, formats: [openAiChat] },
  post(/(?:^|\/v\d+|\/anthropic)\/messages$/, anthropic),
  post(/:(?:streamG|g)enerateContent$/, gemini),
  post(/:(?:streamR|r)awPredict$/, anthropic, openAiChat, openAiCompletions),
  post(/\/v2\/models\/[^/]+\/(?:versions\/[^/]+\/)?generate(?:_stream)?$/, triton),
  post(/\/inference\/v1\/generate$/, vllmGenerate),
  post(/\/api\/(?:v\d+|latest)\/generate$/, koboldCpp),
  post(/\/api\/extra\/generate\/stream$/, koboldCpp),
  // llama-server answers its `/api/chat` as OpenAI's chat.
  post(/\/api\/(?:generate|chat)$/, ollama, openAiChat),
  post(/\/v[12]\/chat$/, cohere),
  post(/\/v1\/generate$/, cohere),
  post(/\/generate(?:_stream)?$/, tgi, sglang),
  post(/\/(?:completion|infill)$/, llamaServer),
  post(/\/model\/[^/]+\/converse(?:-stream)?$/, bedrock),
  post(/\/studio\/v\d\/[^/]+\/complete$/, ai21),
  post(/\/model\/[^/]+\/(?:invoke|invoke-with-response-stream)$/, ...HOSTED),
  post(/\/invocations(?:-response-stream)?$/, ...HOSTED),
  // TGI speaks at the root too, and at `/models/<name>` of those who host it.
  { method: 'POST', end: /^$|\/models\/[^:]+$/, formats: [tgi], onlyByBody: true },
]
