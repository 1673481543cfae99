export { createSseParser, type SseEvent, type SseParser } from './sse-parser.ts'
