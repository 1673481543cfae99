export type * from './types.ts'
export { evaluateAnswerRule, evaluateWindowRule, INITIAL_ALERT_STATE } from './evaluate-rule.ts'
export { isQuiet, isTimeZone, minutesOfDay } from './quiet-hours.ts'
