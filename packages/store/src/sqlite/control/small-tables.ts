import { profileFingerprint, type Profile } from '@logitscope/core'
import type { AccessKey, ControlStore, Scope, StoredProfile } from '../../contract/control-store.ts'
import type { Synchronous } from '../later.ts'
import type { Connection } from '../connection.ts'

interface ProfileRow {
  readonly sha256: string
  readonly profile: string
  readonly created_at: number
  readonly activated_at: number | null
  readonly note: string | null
}

function profileOf(row: ProfileRow): StoredProfile {
  return {
    sha256: row.sha256,
    profile: JSON.parse(row.profile) as Profile,
    createdAt: row.created_at,
    activatedAt: row.activated_at,
    note: row.note,
  }
}

interface KeyRow {
  readonly id: string
  readonly name: string
  readonly scopes: string
  readonly hash: string
  readonly created_at: number
  readonly revoked_at: number | null
}

function keyOf(row: KeyRow): AccessKey {
  const { id, name, hash } = row
  return { id, name, hash, scopes: JSON.parse(row.scopes) as Scope[], createdAt: row.created_at, revokedAt: row.revoked_at }
}

type SmallTables = Pick<
  ControlStore,
  'profiles' | 'putProfile' | 'activeProfile' | 'activateProfile' | 'keys' | 'putKey' | 'getDocument' | 'putDocument' | 'lease'
>

/** Profiles, access keys, documents and leases. */
export function smallTables(connection: Connection, write: <Result>(work: () => Result) => Result): Synchronous<SmallTables> {
  const findProfile = (sha256: string): StoredProfile | null => {
    const row = connection.get<ProfileRow>('SELECT * FROM profiles WHERE sha256 = ?', sha256)
    return row === undefined ? null : profileOf(row)
  }
  return {
    profiles() {
      return connection.all<ProfileRow>('SELECT * FROM profiles ORDER BY created_at DESC, sha256').map(profileOf)
    },
    putProfile(profile, createdAt, note) {
      const sha256 = profileFingerprint(profile)
      const sql = 'INSERT INTO profiles (sha256, profile, created_at, note) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING'
      write(() => connection.run(sql, sha256, JSON.stringify(profile), createdAt, note))
      return findProfile(sha256)!
    },
    activeProfile() {
      const row = connection.get<ProfileRow>('SELECT * FROM profiles WHERE activation IS NOT NULL ORDER BY activation DESC LIMIT 1')
      return row === undefined ? null : profileOf(row)
    },
    activateProfile(sha256, at) {
      // Clocks may stand still or go back: the order of activations is counted.
      const sql =
        'UPDATE profiles SET activated_at = ?, activation = (SELECT COALESCE(max(activation), 0) + 1 FROM profiles) WHERE sha256 = ?'
      write(() => connection.run(sql, at, sha256))
      return findProfile(sha256)
    },
    keys() {
      return connection.all<KeyRow>('SELECT * FROM keys ORDER BY created_at, id').map(keyOf)
    },
    putKey({ id, name, scopes, hash, createdAt, revokedAt }) {
      write(() =>
        connection.run(
          `INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
           name = excluded.name, scopes = excluded.scopes, hash = excluded.hash, revoked_at = excluded.revoked_at`,
          id,
          name,
          JSON.stringify(scopes),
          hash,
          createdAt,
          revokedAt,
        ),
      )
    },
    getDocument(name) {
      const row = connection.get<{ value: string }>('SELECT value FROM documents WHERE name = ?', name)
      return row === undefined ? null : (JSON.parse(row.value) as unknown)
    },
    putDocument(name, value) {
      const sql = 'INSERT INTO documents VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
      write(() =>
        value === null || value === undefined
          ? connection.run('DELETE FROM documents WHERE name = ?', name)
          : connection.run(sql, name, JSON.stringify(value)),
      )
    },
    lease(name, owner, untilMs, now) {
      return write(() => {
        const sql = `INSERT INTO leases VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
                     WHERE leases.owner = excluded.owner OR leases.until <= ?`
        return connection.run(sql, name, owner, untilMs, now).changes > 0
      })
    },
  }
}
