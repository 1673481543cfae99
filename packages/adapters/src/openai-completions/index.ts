export { openAiCompletions } from './format.ts'
