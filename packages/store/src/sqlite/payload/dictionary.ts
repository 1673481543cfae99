/** Texts that most payloads hold: the compressor finds them here instead of writing them. A dictionary never changes under its name. */
export const DICTIONARIES: { readonly trace: Buffer; readonly analysis: Buffer } = {
  trace: Buffer.from(
    [
      '","tags":{"","sampleGroup":"","item":"","user":"","session":"","language":"tr","promptVersion":"',
      '"parts":[{"type":"text","text":"},"toolCalls":[{"id":"call_","name":"","arguments":"{}"}],"refusal":"","reasoning":"',
      '"api":"openai-responses""api":"openai-completions""api":"gemini""api":"ollama""provider":"vllm""provider":"llama-server"',
      '"issues":[{"code":"chosen-not-listed","count":1,"at":0},{"code":"entries-missing","count":1,"detail":"',
      '"vocabulary":,"tier":"selected","k":0,"tier":"none","basis":"unknown","completeness":null,"issues":[]',
      '"maxTokens":,"topP":1,"stop":["\\n"],"seed":,"stream":true,"choices":1,"other":{"stream_options":{"include_usage":true}}',
      '{"schema":1,"id":"019a","requestId":"","startedAt":17,"source":{"provider":"openai","api":"openai-chat","requestedModel":"gpt-4o-mini",',
      '"model":"gpt-4o-mini-2024-07-18","responseId":"chatcmpl-","choice":0,"streamed":false,"status":200,"retries":0},',
      '"request":{"messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"',
      '"}],"parameters":{"temperature":0,"topLogprobs":5}},"output":{"finish":{"unified":"stop","raw":"stop"}},',
      '"evidence":{"tier":"top-k","k":5,"basis":"raw","completeness":1,"issues":[]},"usage":{"input":,"output":},',
      '"timing":{"totalMs":,"firstTokenMs":},"context":{"project":"default","language":"en"}}',
    ].join(''),
  ),
  analysis: Buffer.from('{}'),
}
