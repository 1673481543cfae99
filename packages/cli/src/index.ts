export { run } from './program.ts'
export type { Host } from './host.ts'
export type { ExitCode } from './exit-code.ts'
export type { Writer } from './terminal/writer.ts'
