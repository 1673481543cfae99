export { sglang } from './format.ts'
