/** What a command ends with. */
export const EXIT = {
  ok: 0,
  /** A gate failed: `lint` found an issue, `check` a loss. */
  found: 1,
  /** Bad usage or bad input. */
  bad: 2,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
