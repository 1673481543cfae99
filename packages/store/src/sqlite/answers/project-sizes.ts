import type { Connection } from '../connection.ts'

/** What a row takes in `answers`, its indices and the search index beside its payload, about. */
const ROW_BYTES = 1_000

/** What an answer takes in the file, about, with a payload of that many bytes. */
export function answerBytes(payloadBytes: number): number {
  return payloadBytes + ROW_BYTES
}

/** Changes of how much each project holds, gathered over a batch. */
export interface Sizes {
  add(project: number, tokens: number, payloadBytes: number, sign?: 1 | -1): void
  write(connection: Connection): void
}

export function createSizes(): Sizes {
  const projects = new Map<number, { answers: number; tokens: number; bytes: number }>()
  return {
    add(project, tokens, payloadBytes, sign = 1) {
      let size = projects.get(project)
      if (size === undefined) projects.set(project, (size = { answers: 0, tokens: 0, bytes: 0 }))
      size.answers += sign
      size.tokens += sign * tokens
      size.bytes += sign * answerBytes(payloadBytes)
    },
    write(connection) {
      for (const [project, { answers, tokens, bytes }] of projects) {
        connection.run(
          `INSERT INTO project_sizes VALUES (?, ?, ?, ?) ON CONFLICT (project) DO UPDATE
           SET answers = answers + excluded.answers, tokens = tokens + excluded.tokens, bytes = bytes + excluded.bytes`,
          project,
          answers,
          tokens,
          bytes,
        )
      }
    },
  }
}
