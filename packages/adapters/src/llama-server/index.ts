export { llamaServer } from './format.ts'
