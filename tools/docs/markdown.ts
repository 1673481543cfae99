/** What the generated pages share. */
import { format, resolveConfig } from 'prettier'

export type Row = readonly string[]

export function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** How often each word occurs, most often first: `top-k 12, none 3`; “–” without one. */
export function counted(words: Iterable<string>): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const sorted = [...counts].sort(([a, i], [b, j]) => j - i || (a < b ? -1 : 1))
  return sorted.map(([word, count]) => `${word} ${count}`).join(', ') || '–'
}

export function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group === undefined) groups.set(key(item), [item])
    else group.push(item)
  }
  return groups
}

/** As the formatter of the project leaves it, so that a generated page passes its check. */
export async function page(path: string, parts: readonly string[]): Promise<string> {
  return format(parts.join('\n\n'), { ...(await resolveConfig(path)), parser: 'markdown' })
}
