export { openAiResponses } from './format.ts'
