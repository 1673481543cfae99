export { bedrock } from './format.ts'
