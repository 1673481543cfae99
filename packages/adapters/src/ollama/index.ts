export { ollama } from './format.ts'
