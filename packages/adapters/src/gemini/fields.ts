/** The names of a Gemini answer that are understood, or known to say nothing about the answer's tokens. */
import { names } from '../shared/known-fields.ts'

export const TOP = names(
  'candidates usageMetadata modelVersion responseId createTime promptFeedback error sdkHttpResponse automaticFunctionCallingHistory parsed',
)
export const CANDIDATE = names(
  'content finishReason finishMessage index avgLogprobs logprobsResult safetyRatings citationMetadata groundingMetadata groundingAttributions urlContextMetadata urlRetrievalMetadata tokenCount score',
)
export const PART = names(
  'text thought thoughtSignature functionCall functionResponse executableCode codeExecutionResult inlineData fileData videoMetadata',
)
export const RESULT = names('chosenCandidates topCandidates logProbabilitySum')
export const ENTRY = names('token tokenId logProbability')
