export { openSqliteStore, type SqliteOptions, type SqliteStore } from './open-sqlite-store.ts'
export { backUpStore, type Backup } from './doctor/back-up.ts'
export { examineStore, type ExamineOptions, type Finding } from './doctor/examine.ts'
