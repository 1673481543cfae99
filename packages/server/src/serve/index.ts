export { startServer, type RunningServer, type StartOptions } from './start-server.ts'
export { createLogger, type Logger } from './logger.ts'
export { findUpstreams } from './find-upstreams.ts'
export { StartError } from './start-error.ts'
