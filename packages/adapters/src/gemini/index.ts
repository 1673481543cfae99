export { gemini } from './format.ts'
