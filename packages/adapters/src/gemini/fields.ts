/** The names of a Gemini answer that are understood, or known to say nothing about the answer's tokens. */
import { names } from '../shared/known-fields.ts'

export const TOP: ReadonlySet<string> = names(
  'candidates usageMetadata modelVersion responseId createTime promptFeedback error sdkHttpResponse automaticFunctionCallingHistory parsed',
)
export const CANDIDATE: ReadonlySet<string> = names(
  'content finishReason finishMessage index avgLogprobs logprobsResult safetyRatings citationMetadata groundingMetadata groundingAttributions urlContextMetadata urlRetrievalMetadata tokenCount score',
)
export const PART: ReadonlySet<string> = names(
  'text thought thoughtSignature functionCall functionResponse executableCode codeExecutionResult inlineData fileData videoMetadata',
)
export const RESULT: ReadonlySet<string> = names('chosenCandidates topCandidates logProbabilitySum')
export const ENTRY: ReadonlySet<string> = names('token tokenId logProbability')
