import { displayWidth, padEnd, padStart, truncateEnd, wrap } from '../terminal/display-width.ts'

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
  /** Columns of the terminal that the cells take; longer ones are cut. */
  readonly width: number
}

export interface Cell {
  readonly text: string
  /** Sets the text off; applied after cutting and padding. */
  readonly paint?: (text: string) => string
}

const GAP = '  '

/** Columns of the terminal that a table takes. */
export function tableWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + column.width, GAP.length * Math.max(0, columns.length - 1))
}

function place(cell: Cell, column: Column, isLast: boolean): string {
  const cut = truncateEnd(cell.text, column.width)
  const padded = column.align === 'right' ? padStart(cut, column.width) : isLast ? cut : padEnd(cut, column.width)
  return cell.paint === undefined || cut === '' ? padded : cell.paint(padded)
}

/** One line of a table; where the last column is left-aligned, its text goes on in further lines instead of being cut. */
export function tableLine(columns: readonly Column[], cells: readonly Cell[]): string {
  const last = columns.length - 1
  const lastCell = cells[last]
  const lastColumn = columns[last]
  if (lastCell === undefined || lastColumn === undefined) return ''
  const head = columns
    .slice(0, last)
    .map((column, i) => place(cells[i] ?? { text: '' }, column, false) + GAP)
    .join('')
  if (lastColumn.align === 'right' || displayWidth(lastCell.text) <= lastColumn.width)
    return (head + place(lastCell, lastColumn, true)).trimEnd()
  const indent = ' '.repeat(tableWidth(columns.slice(0, last)) + GAP.length)
  return wrap(lastCell.text, lastColumn.width)
    .map((line, i) => (i === 0 ? head : indent) + place({ ...lastCell, text: line }, lastColumn, true))
    .join('\n')
}

/** The titles of a table. */
export function tableTitles(columns: readonly Column[], paint: (text: string) => string): string {
  return tableLine(
    columns,
    columns.map(({ title }) => ({ text: title, paint })),
  )
}
