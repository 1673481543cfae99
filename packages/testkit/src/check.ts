/** One test of a suite that several formats run. */
export interface Check {
  readonly name: string
  readonly run: () => void
}
