export { openAiTranscription } from './format.ts'
