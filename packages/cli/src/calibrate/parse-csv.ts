/** Rows of a CSV text (RFC 4180, separated by commas, semicolons or tabs as its header is) as objects named by the header. */
export function parseCsv(text: string): { readonly names: readonly string[]; readonly records: readonly Record<string, string>[] } {
  const header = text.split(/\r?\n/, 1)[0] ?? ''
  const separator = [',', ';', '\t'].reduce((best, one) => (header.split(one).length > header.split(best).length ? one : best))
  const [first = [], ...rows] = cells(text, separator)
  const names = first.map((name) => name.trim())
  const records = rows
    .filter((row) => row.some((cell) => cell.trim() !== ''))
    .map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]?.trim() ?? ''])))
  return { names, records }
}

function cells(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  const endCell = (): void => {
    row.push(cell)
    cell = ''
  }
  const endRow = (): void => {
    endCell()
    rows.push(row)
    row = []
  }
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (text[i + 1] === '"') {
        cell += '"'
        i += 1
      } else isQuoted = false
    } else if (character === '"' && cell === '') isQuoted = true
    else if (character === separator) endCell()
    else if (character === '\n') endRow()
    else if (character !== '\r') cell += character
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}
