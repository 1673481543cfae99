/** Token position × probability: which share of the tokens at each position lies in each band. One canvas, one link, a cursor for keys. */
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { HEATMAP_POSITIONS, HEATMAP_PROBABILITIES, binRange, fill, type AnswerFilter, type HeatmapResult } from '@logitscope/core'
import { numbers, words } from '../i18n/current.ts'
import { navigate } from '../state/location.ts'
import { paintCells } from './paint-cells.ts'
import { columnShares, columnTotals, lastColumn } from './heatmap-shares.ts'
import { PALETTE, SPREAD } from './palette.ts'

/** Ends that a filter can name: a bin without an end reaches beyond every token. */
const BEYOND_POSITIONS = 1e9
const BEYOND_PROBABILITIES = 2

interface Cell {
  readonly column: number
  readonly row: number
}

/** The filter of the answers that have a token in a cell. */
export function cellFilter({ column, row }: Cell): AnswerFilter {
  const [from, to] = binRange(HEATMAP_POSITIONS, column)
  const [low, high] = binRange(HEATMAP_PROBABILITIES, row)
  return {
    cell: {
      position: [from, Number.isFinite(to) ? to : BEYOND_POSITIONS],
      probability: [low, high >= 1 ? BEYOND_PROBABILITIES : high],
    },
  }
}

/** `0`, `8–9`, `16 384 and on`: the positions of a column, counted from 0. */
function positionText(column: number): string {
  const [from, to] = binRange(HEATMAP_POSITIONS, column)
  const { integer } = numbers()
  if (!Number.isFinite(to)) return `${integer(from)}+`
  return to - from === 1 ? integer(from) : `${integer(from)}–${integer(to - 1)}`
}

function probabilityText(row: number): string {
  const [low, high] = binRange(HEATMAP_PROBABILITIES, row)
  const { percent } = numbers()
  const text = (value: number): string => percent(value, value > 0 && value < 0.01 ? 2 : value > 0.99 && value < 1 ? 2 : 0)
  return `${text(low)} – ${text(high)}`
}

/** Edges of probability that are named at the side. */
const NAMED_EDGES = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999] as const
const LEGEND = [0, 0.01, 0.1, 0.3, 1] as const

function Legend(): JSX.Element {
  const ref = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const context = ref.current?.getContext('2d')
    if (!context) return
    const image = context.createImageData(256, 1)
    new Uint32Array(image.data.buffer).set(PALETTE)
    context.putImageData(image, 0, 0)
  }, [])
  return (
    <div class="heat-legend" aria-hidden="true">
      <span>{words().overview.share}</span>
      <span class="heat-scale">
        <canvas ref={ref} width={256} height={1} />
        {LEGEND.map((share) => (
          <span key={share} class="heat-mark" style={{ insetInlineStart: `${share ** SPREAD * 100}%` }}>
            {numbers().percent(share, 0)}
          </span>
        ))}
      </span>
    </div>
  )
}

export function Heatmap({
  result,
  link,
}: {
  readonly result: HeatmapResult
  readonly link: (filter: AnswerFilter) => string
}): JSX.Element {
  const { overview } = words()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [cursor, setCursor] = useState<Cell | null>(null)
  const rows = HEATMAP_PROBABILITIES.edges.length + 1
  const totals = useMemo(() => columnTotals(result, rows), [result])
  const columns = lastColumn(totals, result.unknown) + 1
  const shares = useMemo(() => columnShares(result.cells, totals, rows), [result])
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || columns === 0) return
    const image = context.createImageData(columns, rows)
    paintCells(shares, columns, rows, new Uint32Array(image.data.buffer))
    context.putImageData(image, 0, 0)
  }, [shares, columns])
  const tokens = totals.reduce((sum, count) => sum + count, 0)
  if (columns === 0 || tokens === 0) return <p class="quiet">{overview.chartEmpty}</p>
  const describe = ({ column, row }: Cell): string => {
    const count = result.cells[column * rows + row] ?? 0
    const unknown = result.unknown[column] ?? 0
    return (
      fill(overview.cell, {
        positions: positionText(column),
        probabilities: probabilityText(row),
        share: numbers().percent(shares[column * rows + row] ?? null),
        tokens: numbers().integer(count),
      }) + (unknown > 0 ? ` ${fill(overview.cellUnknown, { tokens: numbers().integer(unknown) })}` : '')
    )
  }
  const move = (column: number, row: number): void =>
    setCursor({ column: Math.max(0, Math.min(columns - 1, column)), row: Math.max(0, Math.min(rows - 1, row)) })
  const onPointer = (event: PointerEvent & { readonly currentTarget: Element }): void => {
    const box = event.currentTarget.getBoundingClientRect()
    move(
      Math.floor(((event.clientX - box.left) / box.width) * columns),
      rows - 1 - Math.floor(((event.clientY - box.top) / box.height) * rows),
    )
  }
  const onKey = (event: KeyboardEvent): void => {
    const { column, row } = cursor ?? { column: 0, row: rows }
    if (event.key === 'ArrowRight') move(cursor === null ? 0 : column + 1, row)
    else if (event.key === 'ArrowLeft') move(column - 1, row)
    else if (event.key === 'ArrowUp') move(column, row + 1)
    else if (event.key === 'ArrowDown') move(column, row - 1)
    else if (event.key === 'Home') move(0, row)
    else if (event.key === 'End') move(columns - 1, row)
    else return
    event.preventDefault()
  }
  const marks = [0, 0.25, 0.5, 0.75].map((share) => Math.floor(share * columns))
  return (
    <div class="chart">
      <div class="heat">
        <div class="heat-y" aria-hidden="true">
          {NAMED_EDGES.map((edge) => (
            <span key={edge} style={{ top: `${(1 - (HEATMAP_PROBABILITIES.edges.indexOf(edge) + 1) / rows) * 100}%` }}>
              {numbers().percent(edge, edge > 0.9 || edge < 0.01 ? 1 : 0)}
            </span>
          ))}
        </div>
        <a
          class="heat-plot"
          href={cursor === null ? link({}) : link(cellFilter(cursor))}
          aria-label={`${overview.heatmap}. ${fill(overview.heatmapSummary, { tokens: numbers().integer(tokens), columns: numbers().integer(columns) })} ${overview.cellHint}`}
          onPointerMove={onPointer}
          onPointerLeave={() => setCursor(null)}
          onBlur={() => setCursor(null)}
          onKeyDown={onKey}
          onClick={(event) => {
            if (cursor === null || event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            navigate(link(cellFilter(cursor)))
          }}
        >
          <canvas ref={canvas} width={columns} height={rows} aria-hidden="true" />
          {cursor !== null && (
            <span
              class="heat-cursor"
              style={{
                insetInlineStart: `${(cursor.column / columns) * 100}%`,
                top: `${((rows - 1 - cursor.row) / rows) * 100}%`,
                width: `${100 / columns}%`,
                height: `${100 / rows}%`,
              }}
            />
          )}
        </a>
        <div class="heat-x" aria-hidden="true">
          {marks.map((column) => (
            <span key={column} style={{ insetInlineStart: `${((column + 0.5) / columns) * 100}%` }}>
              {positionText(column).replace(/–.*/, '')}
            </span>
          ))}
        </div>
      </div>
      <p class="axis-names" aria-hidden="true">
        ↑ {overview.heatmapProbability} · → {overview.heatmapPosition}
      </p>
      <Legend />
      <output class="readout" aria-live="polite">
        {cursor === null
          ? fill(overview.heatmapSummary, { tokens: numbers().integer(tokens), columns: numbers().integer(columns) })
          : describe(cursor)}
      </output>
      <details class="as-table">
        <summary>{overview.table}</summary>
        <HeatTable result={result} columns={columns} rows={rows} totals={totals} link={link} />
      </details>
    </div>
  )
}

interface HeatTableProps {
  readonly result: HeatmapResult
  readonly columns: number
  readonly rows: number
  readonly totals: readonly number[]
  readonly link: (filter: AnswerFilter) => string
}

function HeatTable({ result, columns, rows, totals, link }: HeatTableProps): JSX.Element {
  const { overview } = words()
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={overview.heatmap}>
      <table>
        <thead>
          <tr>
            <th scope="col">{overview.heatmapPosition}</th>
            <th scope="col" class="num">
              {overview.tokens}
            </th>
            {Array.from({ length: rows }, (_, row) => (
              <th key={row} scope="col" class="num">
                {probabilityText(row)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: columns }, (_, column) => (
            <tr key={column}>
              <th scope="row">{positionText(column)}</th>
              <td class="num">{numbers().integer(totals[column] ?? 0)}</td>
              {Array.from({ length: rows }, (_unused, row) => {
                const count = result.cells[column * rows + row] ?? 0
                return (
                  <td key={row} class="num">
                    {count === 0 ? (
                      <span class="quiet">0</span>
                    ) : (
                      <a href={link(cellFilter({ column, row }))}>{numbers().integer(count)}</a>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
