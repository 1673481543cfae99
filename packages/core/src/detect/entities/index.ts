export { findEntities, type EntityInput } from './find-entities.ts'
export { createRuleEntityFinder } from './rule-finder.ts'
