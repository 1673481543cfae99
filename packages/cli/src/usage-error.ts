/** The command was called in a way that cannot work; ends with exit code 2. The message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
