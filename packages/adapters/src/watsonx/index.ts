export { watsonx } from './format.ts'
