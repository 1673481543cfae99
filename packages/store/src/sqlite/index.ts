export { openSqliteStore, type SqliteOptions, type SqliteStore } from './open-sqlite-store.ts'
