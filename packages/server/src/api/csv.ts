import type { Label } from '@logitscope/core'
import type { AnalyzedTrace } from '@logitscope/store'
import { EXPORT_COLUMNS, type Cell, type ExportColumn } from './export-columns.ts'

/** What a spreadsheet would take for a formula, wherever it is opened. */
const FORMULA_START = /^[=+\-@\t\r]/
const NEEDS_QUOTES = /[",\r\n]/

/**
 * One cell by RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers are ours and stay numbers.
 */
export function csvCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA_START.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const iso = (ms: number): string | null => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : null)

function shown([, kind, of]: ExportColumn, answer: AnalyzedTrace, label: Label['value'] | null): Cell {
  const value = of(answer, label)
  return kind === 'time' && typeof value === 'number' ? iso(value) : value
}

export const CSV_HEADER: string = `${EXPORT_COLUMNS.map(([name]) => name).join(',')}\r\n`

/** One answer as a line of CSV, the tokens left out. */
export function csvLine(answer: AnalyzedTrace, label: Label['value'] | null): string {
  return `${EXPORT_COLUMNS.map((column) => csvCell(shown(column, answer, label))).join(',')}\r\n`
}
