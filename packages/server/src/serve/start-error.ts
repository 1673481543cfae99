/** The server cannot start as things are; the message says what is wrong and what to do, for the person who started it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
