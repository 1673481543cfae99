export { stripChoices } from './strip-choices.ts'
export { stripResponses } from './strip-responses.ts'
export { stripWith, type Edited, type Editor } from './strip-stream.ts'
