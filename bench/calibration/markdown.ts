/** Tables of the calibration pages. */

export const figure = (value: number | null, digits = 3): string =>
  value === null || Number.isNaN(value) ? '–' : value.toFixed(digits).replace('-', '−')

export const percent = (value: number, digits = 0): string => `${(100 * value).toFixed(digits)} %`

export const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}
