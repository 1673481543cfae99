import type { AnswerFilter, GroupField } from '@logitscope/core'
import type { Connection } from '../connection.ts'
import { fromStored, toStored } from '../stored-text.ts'

/** What answers are grouped by. */
export type GroupValues = Readonly<Record<GroupField, string>>

/** Stands for all values beyond the cap of a field. */
export const OTHER = '__other__'

/** All answers together, those of one project, those that share all fields. */
export type Depth = 0 | 1 | 2

export interface Group {
  readonly id: number
  readonly depth: Depth
  /** The fields of its depth. */
  readonly values: Partial<GroupValues>
}

export const GROUP_FIELDS: readonly GroupField[] = ['project', 'model', 'promptVersion', 'language', 'provider']

/** The rollup rows that an answer counts in. */
export interface Membership {
  readonly full: number
  readonly project: number
  readonly all: number
}

export interface Groups {
  /** The groups of an answer, made where they are new. Only while writing. */
  membership(values: GroupValues): Membership
  /** The groups that a rollup row of a stored answer belongs to, by its full group. */
  membershipOf(full: number): Membership
  /**
   * The groups whose rows together are exactly the answers of a filter, at the least depth that tells `by` apart; `null` where rollups cannot say
   * (a value beyond a cap).
   */
  select(filter: AnswerFilter, by: readonly GroupField[]): readonly Group[] | null
  /** All groups there are. */
  everything(): readonly Group[]
  /** Answers counted under `OTHER`, by field. */
  overflow(): Readonly<Partial<Record<GroupField, number>>>
  forget(): void
}

export interface GroupCaps {
  /** Distinct values of one field. */
  readonly values: number
  /** Distinct combinations. */
  readonly groups: number
}

export const DEFAULT_CAPS: GroupCaps = { values: 300, groups: 3_000 }

const COLUMN: Readonly<Record<GroupField, string>> = {
  project: 'project',
  model: 'model',
  promptVersion: 'prompt_version',
  language: 'language',
  provider: 'provider',
}

function keyOf(depth: Depth, values: Partial<GroupValues>): string {
  return JSON.stringify([depth, ...GROUP_FIELDS.map((field) => values[field] ?? null)])
}

type Row = Readonly<Record<string, string | number | null>>

export function createGroups(connection: Connection, caps: GroupCaps = DEFAULT_CAPS): Groups {
  const byKey = new Map<string, Group>()
  const byId = new Map<number, Group>()
  const memberships = new Map<number, Membership>()
  const seen = new Map<GroupField, Set<string>>(GROUP_FIELDS.map((field) => [field, new Set()]))
  let full = 0
  let newest = 0

  const learn = (group: Group): Group => {
    byKey.set(keyOf(group.depth, group.values), group)
    byId.set(group.id, group)
    newest = Math.max(newest, group.id)
    if (group.depth === 2) {
      full += 1
      for (const field of GROUP_FIELDS) if (group.values[field] !== undefined) seen.get(field)!.add(group.values[field])
    }
    return group
  }
  const refresh = (): void => {
    for (const row of connection.all<Row>('SELECT * FROM rollup_groups WHERE id > ? ORDER BY id', newest)) {
      const values: Partial<Record<GroupField, string>> = {}
      for (const field of GROUP_FIELDS) {
        const value = row[COLUMN[field]]
        if (typeof value === 'string') values[field] = fromStored(value)
      }
      learn({ id: Number(row['id']), depth: Number(row['depth']) as Depth, values })
    }
  }
  const find = (depth: Depth, values: Partial<GroupValues>): Group => {
    const known = byKey.get(keyOf(depth, values))
    if (known !== undefined) return known
    const columns = GROUP_FIELDS.map((field) => (values[field] === undefined ? null : toStored(values[field])))
    const sql = 'INSERT INTO rollup_groups (depth, project, model, prompt_version, language, provider) VALUES (?, ?, ?, ?, ?, ?)'
    return learn({ id: connection.run(sql, depth, ...columns).lastInsertRowid, depth, values })
  }
  const overflowed = (field: GroupField): void => {
    connection.run('INSERT INTO rollup_overflow VALUES (?, 1) ON CONFLICT (field) DO UPDATE SET answers = answers + 1', field)
  }
  /** The values under the caps: those that find no place become `OTHER`. */
  const capped = (values: GroupValues): GroupValues => {
    const fitting: Record<GroupField, string> = { ...values }
    for (const field of GROUP_FIELDS) {
      const known = seen.get(field)!
      if (!known.has(values[field]) && known.size >= caps.values) fitting[field] = OTHER
    }
    if (!byKey.has(keyOf(2, fitting)) && full >= caps.groups) {
      for (const field of GROUP_FIELDS) if (field !== 'project') fitting[field] = OTHER
      if (!byKey.has(keyOf(2, fitting)) && full >= 2 * caps.groups) fitting.project = OTHER
    }
    for (const field of GROUP_FIELDS) if (fitting[field] !== values[field]) overflowed(field)
    return fitting
  }
  const withParents = (group: Group): Membership => {
    const known = memberships.get(group.id)
    if (known !== undefined) return known
    const made = { full: group.id, project: find(1, { project: group.values.project! }).id, all: find(0, {}).id }
    memberships.set(group.id, made)
    return made
  }
  const overflow = (): Readonly<Partial<Record<GroupField, number>>> =>
    Object.fromEntries(
      connection.all<{ field: string; answers: number }>('SELECT * FROM rollup_overflow').map(({ field, answers }) => [field, answers]),
    )

  return {
    membership(values) {
      if (newest === 0) refresh()
      return withParents(byKey.get(keyOf(2, values)) ?? find(2, capped(values)))
    },
    membershipOf(id) {
      if (!byId.has(id)) refresh()
      const group = byId.get(id)
      if (group === undefined) throw new RangeError(`there is no rollup group ${id}`)
      return withParents(group)
    },
    select(filter, by) {
      refresh()
      const wanted = GROUP_FIELDS.filter((field) => filter[field] !== undefined)
      const over = wanted.length + by.length > 0 ? overflow() : {}
      for (const field of wanted) if (over[field] !== undefined && !seen.get(field)!.has(filter[field]!)) return null
      // A combination beyond the cap moves a known value to the others: then only rows can tell.
      if (wanted.some((field) => over[field] !== undefined) && full >= caps.groups) return null
      const told = new Set<GroupField>([...wanted, ...by])
      const depth: Depth = told.size === 0 ? 0 : told.size === 1 && told.has('project') ? 1 : 2
      return [...byId.values()].filter((group) => group.depth === depth && wanted.every((field) => group.values[field] === filter[field]))
    },
    everything() {
      refresh()
      return [...byId.values()]
    },
    overflow,
    forget() {
      byKey.clear()
      byId.clear()
      memberships.clear()
      for (const values of seen.values()) values.clear()
      full = newest = 0
    },
  }
}
