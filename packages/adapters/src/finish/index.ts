export { finishChoices } from './finish-choices.ts'
export { finishAnthropic, finishCohere } from './finish-events.ts'
export {
  finishGemini,
  finishLlamaServer,
  finishOllama,
  finishSglang,
  finishTgi,
  finishTranscription,
  finishWatsonx,
} from './finish-native.ts'
export { finishResponses } from './finish-responses.ts'
