export { answerDecoder } from './answer-decoder.ts'
export { formatForRequest, type RequestLine, type Route } from './format-for-request.ts'
export type { Formats } from './paths.ts'
