export { tgi } from './format.ts'
