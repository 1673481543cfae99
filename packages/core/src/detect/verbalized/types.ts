/** Where an answer states a confidence of its own, and how it writes it. */
export interface ConfidenceOptions {
  /**
   * The field: a name, looked for at any depth of the JSON documents of the answer and of the arguments of its tool calls; or a path that begins
   * with `$`, such as `$.result.confidence`. Absent: a few usual names, at the top of an answer that is one JSON object, or of a tool call's arguments.
   */
  readonly field?: string
  /** The least and the greatest number of the scale, such as `[0, 100]` or `[1, 5]`. Absent: told from the number itself where it can be. */
  readonly scale?: readonly [least: number, greatest: number]
}
