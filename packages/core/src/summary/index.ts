export { EVIDENCE_TIERS, FILTER_TEXTS, FINISH_REASONS, LABEL_STATES } from './filter-fields.ts'
export { labelInForce } from './label-in-force.ts'
export { measurementsOfSummary } from './measurements-of-summary.ts'
export { summarizeAnswer, type SummaryFacts } from './summarize-answer.ts'
