export { vllmGenerate } from './format.ts'
