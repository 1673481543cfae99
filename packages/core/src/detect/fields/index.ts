export { findFields, type FieldInput } from './find-fields.ts'
export { jsonDocumentsOf, type JsonDocument } from './json-documents.ts'
export { jsonPath, type PathSegment } from './json-path.ts'
export { scanJson, type JsonLeaf, type JsonScan, type LeafType } from './json-scan.ts'
