import { VERSION_1 } from './version-1.ts'
import { VERSION_2 } from './version-2.ts'

/** What turns a file of version i into one of version i + 1: never changed once released. */
export const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2]

/** The version that this program writes. */
export const SCHEMA_VERSION: number = MIGRATIONS.length
