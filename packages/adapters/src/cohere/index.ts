export { cohere } from './format.ts'
