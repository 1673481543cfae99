export { stripChoices } from './strip-choices.ts'
export { stripCohere, stripGemini, stripLlamaServer, stripOllama, stripSglang, stripTgi, stripWatsonx } from './strip-native.ts'
export { stripResponses } from './strip-responses.ts'
export { stripWith, type Edited, type Editor } from './strip-stream.ts'
