export { scanContainer, skipSpace, type JsonContainer, type JsonPlace } from './scan-json.ts'
export { splice, type Insertion } from './splice.ts'
