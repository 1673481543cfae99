export { triton } from './format.ts'
