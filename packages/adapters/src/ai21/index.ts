export { ai21 } from './format.ts'
