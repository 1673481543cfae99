/** Tells the time as epoch milliseconds. Code that needs the time takes one as an argument, `Date.now` being one, so that a test can stop it. */
export type Clock = () => number
