export { createGateway } from './create-gateway.ts'
export { HTTP_SERVER_OPTIONS } from './http-server-options.ts'
export type * from './types.ts'
export { declineHttp2 } from './upgrade.ts'
