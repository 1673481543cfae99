const FIRST_FINGERPRINT = 'f607868b3636ea77ee1642a6db780aa6e8f2360e4b6880758238e3c9fc5e8eb5'
/** Of the starting profile since it says how long a low stretch is a collapse. */
const SECOND_FINGERPRINT = '91c49546c6960032ba5e1afafc6bc32a56f4f94240792550481690a7d2bd15c0'

const textWith = (fingerprint: string): string =>
  [
    '","tags":{"","sampleGroup":"","item":"","user":"","session":"","language":"tr","promptVersion":"',
    '"parts":[{"type":"text","text":"},"toolCalls":[{"id":"call_","name":"","arguments":"{}"}],"refusal":"","reasoning":"',
    '"api":"openai-responses""api":"openai-completions""api":"gemini""api":"ollama""provider":"vllm""provider":"llama-server"',
    '"issues":[{"code":"chosen-not-listed","count":1,"at":0},{"code":"entries-missing","count":1,"detail":"',
    '"vocabulary":,"tier":"selected","k":0,"tier":"none","basis":"unknown","completeness":null,"issues":[]',
    '"maxTokens":,"topP":1,"stop":["\\n"],"seed":,"stream":true,"choices":1,"other":{"stream_options":{"include_usage":true}}',
    '[{"kind":"entity","tokens":[,],"chars":[,],"text":"","part":"content","evidence":{"kind":"person","tokens":,"minLogprob":-,"meanLogprob":-,"sumLogprob":-',
    '{"kind":"sudden-drop","tokens":[,],"chars":[,],"text":"","part":"content","evidence":{"kind":"repetition""kind":"sustained-low""kind":"field""kind":"glitch-token"',
    '"action":"review","rule":"avg-logprob-review","matched":["max-entropy-flag"],"undecided":["low-confidence-requery","sudden-drop-flag","perplexity-review"',
    '{"metrics":{"tokenCount":,"censoredCount":0,"sumLogprob":-,"avgLogprob":-0.,"minLogprob":-,"perplexity":1.,"normalizedLogprob":-,"bitsPerByte":0.,',
    '"maxTokenEntropy":[,],"meanTokenEntropy":[0.,],"lowConfidenceRatio":0.0,"tailMeanLogprob":-,"worstWindowLogprob":-,',
    '"offTopOne":{"observed":0.,"expected":null,"z":null},"surpriseExcess":-0.},"reasons":{},',
    '"hallucination":{"score":0,"max":6,"available":2,"flagged":false,"votes":[{"id":"avg-logprob","metric":"metrics.avgLogprob","value":-0.',
    ',"op":"<","threshold":-2,"points":1,"state":"clear"},{"id":"low-confidence-share","metric":"metrics.lowConfidenceRatio","value":0.0',
    ',"op":">","threshold":0.2,"points":1,"state":"clear"},{"id":"entity-logprob","metric":"entities.minMeanLogprob","value":null,"op":"<",',
    '"threshold":-3,"points":2,"state":"unavailable"},{"id":"self-check","metric":"selfCheck.consistency","value":null,"op":"<","threshold":0.7,',
    '"points":2,"state":"unavailable"}]},"errorRisk":null,"verdict":{"action":"pass","rule":null,"matched":[],"undecided":["max-entropy-flag"],',
    '"basis":"starting rules"},"language":{"tag":"en","source":"given"},"profile":{"name":"starting","version":1,"sha256":"',
    `${fingerprint}"}}`,
    '{"schema":1,"id":"019a","requestId":"","startedAt":17,"source":{"provider":"openai","api":"openai-chat","requestedModel":"gpt-4o-mini",',
    '"model":"gpt-4o-mini-2024-07-18","responseId":"chatcmpl-","choice":0,"streamed":false,"status":200,"retries":0},',
    '"request":{"messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"',
    '"}],"parameters":{"temperature":0,"topLogprobs":5}},"output":{"finish":{"unified":"stop","raw":"stop"}},',
    '"evidence":{"tier":"top-k","k":5,"basis":"raw","completeness":1,"issues":[]},"usage":{"input":,"output":},',
    '"timing":{"totalMs":,"firstTokenMs":},"context":{"project":"default","language":"en"}}',
  ].join('')

/**
 * Texts that most payloads hold, by the version of the payload: the compressor finds them here instead of writing them. A version's never changes. A new
 * one is due when the starting profile changes: most answers name its fingerprint.
 */
export const DICTIONARIES: ReadonlyMap<number, Buffer> = new Map([
  [1, Buffer.from(textWith(FIRST_FINGERPRINT))],
  [2, Buffer.from(textWith(SECOND_FINGERPRINT))],
])
