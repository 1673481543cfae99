export { calibratedVerdict } from './calibrated-verdict.ts'
export { findSpeaker, type AnswerScope, type Speaker } from './find-group.ts'
export { LARGEST_LOGIT, predictLogit, predictRisk } from './predict.ts'
export { actionsFor, riskOf, type RiskInput, type RiskReading } from './risk-of.ts'
