export { koboldCpp } from './format.ts'
