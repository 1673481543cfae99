/** Calls what the one who started the server wants to be called; nothing that it does reaches further than the log. */
export async function callHook<Value>(
  hook: ((value: Value) => void | Promise<void>) | undefined,
  value: Value,
  onError: (what: string, error: unknown) => void,
): Promise<void> {
  try {
    await hook?.(value)
  } catch (error) {
    onError('onAnswers failed', error)
  }
}
