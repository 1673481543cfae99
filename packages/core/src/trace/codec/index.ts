export { parseJson, type JsonIssue, type ParsedJson, type ParseJsonOptions } from './parse-json.ts'
export { parseTrace, parseTraceJson, serializeTrace, type ParsedTrace } from './parse-trace.ts'
