import { createHeatmap } from '@logitscope/core'
import type { Engine } from '../engine.ts'
import { addHeatmap } from './heatmap-codec.ts'
import { DAY, HOUR, LEVEL_MINUTES, MINUTE, rollupKey, rowMinute, type Level } from './keys.ts'
import { addLowTokens, createLowTokens, mergeLowTokens } from './low-tokens.ts'
import { createRollupRow, type RollupRow } from './rollup-row.ts'
import { writeRollupRow } from './rollup-writer.ts'
import { addStatistics } from './statistics-codec.ts'

type Parts = Pick<Engine, 'connection' | 'groups'>

/** Adds the rows of one group and level whose first minutes lie in [from, to). */
function addRows({ connection }: Parts, into: RollupRow, level: Level, group: number, from: number, to: number): void {
  const rows = (table: string): readonly { readonly bytes: Uint8Array }[] =>
    connection.all(`SELECT bytes FROM ${table} WHERE key >= ? AND key < ?`, rollupKey(level, group, from), rollupKey(level, group, to))
  for (const { bytes } of rows('rollup_statistics')) addStatistics(into.statistics, bytes)
  for (const { bytes } of rows('rollup_heatmaps')) addHeatmap((into.heatmap ??= createHeatmap()), bytes)
  for (const { bytes } of rows('rollup_tokens')) {
    const read = createLowTokens()
    addLowTokens(read, bytes)
    mergeLowTokens(into.tokens, read)
  }
}

/**
 * Merges the rows above again from those below: a project's minute from the minutes of its groups, all from the projects', hours from minutes,
 * days from hours. Inside the caller's transaction.
 */
export function rebuildParents(parts: Parts, touched: readonly { readonly minute: number; readonly full: number }[]): void {
  const { connection, groups } = parts
  const everything = groups.everything()
  const keysOf = new Map<number, Set<number>>()
  const note = (group: number, minute: number): void => {
    let minutes = keysOf.get(group)
    if (minutes === undefined) keysOf.set(group, (minutes = new Set()))
    minutes.add(minute)
  }
  const projects = new Map<number, string | undefined>()
  let top: number | null = null
  for (const { minute, full } of touched) {
    const { project, all } = groups.membershipOf(full)
    for (const group of [full, project, all]) note(group, minute)
    projects.set(project, everything.find(({ id }) => id === project)?.values.project)
    top = all
  }
  const merge = (group: number, minute: number, below: readonly number[]): void => {
    const row = createRollupRow()
    for (const child of below) addRows(parts, row, MINUTE, child, minute, minute + 1)
    writeRollupRow(connection, rollupKey(MINUTE, group, minute), row)
  }
  for (const [project, name] of projects) {
    const below = everything.filter(({ depth, values }) => depth === 2 && values.project === name).map(({ id }) => id)
    for (const minute of keysOf.get(project) ?? []) merge(project, minute, below)
  }
  const below = everything.filter(({ depth }) => depth === 1).map(({ id }) => id)
  if (top !== null) for (const minute of keysOf.get(top) ?? []) merge(top, minute, below)
  for (const [level, child] of [
    [HOUR, MINUTE],
    [DAY, HOUR],
  ] as const) {
    for (const [group, minutes] of keysOf) {
      for (const first of new Set([...minutes].map((minute) => rowMinute(level, minute)))) {
        const row = createRollupRow()
        addRows(parts, row, child, group, first, first + LEVEL_MINUTES[level])
        writeRollupRow(connection, rollupKey(level, group, first), row)
      }
    }
  }
}
