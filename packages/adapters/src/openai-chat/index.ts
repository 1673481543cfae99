export { openAiChat } from './format.ts'
