export { anthropic } from './format.ts'
