/** Seeded answers made of what repeats by design: tables, code, lists, markup, figures, drawings. None of them is a loop. */
import { uniformInteger, type RandomSource } from '../../src/numeric/random.ts'

type Draw = RandomSource
type Make = (draw: Draw) => string

const WORDS =
  'alpha budget cloud delta engine forest garden harbor island journal kernel ladder market number office parcel quarter record signal table update vector window yield zone north early simple large final open first second report price status owner region team total count value node path label user item group order color'.split(
    ' ',
  )
const pick = <Item>(draw: Draw, items: readonly Item[]): Item => items[uniformInteger(draw, items.length)]!
const between = (draw: Draw, low: number, high: number): number => low + uniformInteger(draw, high - low + 1)
const times = <Item>(count: number, make: (i: number) => Item): Item[] => Array.from({ length: count }, (_, i) => make(i))
const word: Make = (draw) => pick(draw, WORDS)
const words = (draw: Draw, low: number, high: number): string => times(between(draw, low, high), () => word(draw)).join(' ')
const title: Make = (draw) => words(draw, 1, 4).replace(/^./, (letter) => letter.toUpperCase())
const figure: Make = (draw) => String(between(draw, 0, 10 ** between(draw, 1, 5)))
const sentence: Make = (draw) => `${title(draw)} ${words(draw, 5, 14)}.`
const dull: Make = (draw) =>
  pick(draw, [
    '0',
    '0.0',
    '0.00',
    '-',
    'N/A',
    'Yes',
    'No',
    'null',
    '',
    'x',
    '✓',
    '✅',
    'TBD',
    '1',
    '0%',
    '$0.00',
    '...',
    'In stock',
    'Not available',
  ])

const cell: Make = (draw) => pick(draw, [word, figure, (d: Draw) => words(d, 1, 3), dull])(draw)
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function markdownTable(draw: Draw): string {
  const columns = between(draw, 2, 12)
  const rule = pick(draw, ['---', ':---:', ':---', '---:', '-'.repeat(between(draw, 3, 12)), '----------'])
  const empty = pick(draw, ['', ' ', 'N/A', '-', '0', 'TBD', 'Yes', '✓', 'Not available', 'In stock'])
  const rows = times(between(draw, 2, 12), () => {
    if (uniformInteger(draw, 4) === 0) return row([word(draw), ...times(columns - 1, () => empty)])
    return row(times(columns, () => cell(draw)))
  })
  const blanks = uniformInteger(draw, 5) === 0 ? times(between(draw, 2, 6), () => row(times(columns, () => ' '.repeat(3)))) : []
  return [row(times(columns, () => title(draw))), row(times(columns, () => rule)), ...rows, ...blanks].join('\n')
}

function csv(draw: Draw): string {
  const columns = between(draw, 3, 14)
  const separator = pick(draw, [',', ';', '\t', ','])
  const fill = pick(draw, ['', '0', '0.0', 'NULL', 'NA', 'false', 'No', '-1', 'In stock', 'not set'])
  const values = times(between(draw, 3, 20), (i) =>
    [String(i + 1), word(draw), ...times(columns - 2, () => (uniformInteger(draw, 3) === 0 ? figure(draw) : fill))].join(separator),
  )
  return [times(columns, (i) => `${word(draw)}${i}`).join(separator), ...values].join('\n')
}

function array(draw: Draw): string {
  const value = pick(draw, [
    '0',
    '0.0',
    '1',
    '-1',
    'null',
    'None',
    'false',
    'true',
    '""',
    "''",
    "' '",
    '"."',
    '0x00',
    'NaN',
    '[]',
    '{}',
    '"not set"',
    '(0, 0)',
  ])
  const items = (count: number): string => times(count, () => value).join(pick(draw, [', ', ',', ', ', ',\n  ']))
  const rows = between(draw, 1, 9)
  const columns = between(draw, 3, rows > 1 ? 10 : 40)
  const body = rows === 1 ? items(columns) : times(rows, () => `  [${items(columns)}]`).join(',\n')
  const name = word(draw)
  return pick(draw, [`const ${name} = [${body}];`, `${name} = [\n${body}\n]`, `"${name}": [${body}]`, `int ${name}[] = {${body}};`])
}

function braces(draw: Draw): string {
  const indent = pick(draw, ['  ', '    ', '\t'])
  const depth = between(draw, 3, 9)
  const open = times(
    depth,
    (i) =>
      `${indent.repeat(i)}${pick(draw, ['if', 'while', 'for', 'switch'])} (${word(draw)} ${pick(draw, ['<', '>', '=='])} ${figure(draw)}) {`,
  )
  const inner = times(between(draw, 1, 3), () => `${indent.repeat(depth)}${word(draw)}.${word(draw)}(${word(draw)});`)
  const close = times(depth, (i) => `${indent.repeat(depth - i - 1)}}`)
  return uniformInteger(draw, 4) === 0 ? `${open.join('')}${inner.join('')}${'}'.repeat(depth)}` : [...open, ...inner, ...close].join('\n')
}

const python: Make = (draw) =>
  times(
    between(draw, 3, 8),
    () =>
      `def ${word(draw)}_${word(draw)}(self, ${word(draw)}=None):\n    self.${word(draw)} = ${word(draw)}\n    return ${pick(draw, ['None', 'True', `self.${word(draw)}`])}`,
  ).join('\n\n')

/** Programs that say the same few things in a row on purpose. */
const unrolled: Make = (draw) =>
  pick(draw, [
    (n: number) => times(n, () => 'turtle.forward(100)\nturtle.left(90)').join('\n'),
    (n: number) => times(n, () => `    nn.Linear(64, 64),\n    nn.ReLU(),`).join('\n'),
    (n: number) => times(n, () => 'await sleep(1000);').join('\n'),
    (n: number) => times(n, () => 'stack.push(0);').join(' '),
    (n: number) => times(n, () => 'print()').join('\n'),
    (n: number) => `import x from '${'../'.repeat(n)}x'`,
    (n: number) => `printf("${'%d '.repeat(n)}\\n", ${times(n, () => 'x').join(', ')});`,
  ])(between(draw, 3, 8))

const lisp: Make = (draw) =>
  `(define (${word(draw)} n)\n  (${times(between(draw, 5, 16), () => word(draw)).join(' (')} n${')'.repeat(between(draw, 12, 20))}`

function html(draw: Draw): string {
  const tag = pick(draw, ['td', 'li', 'div', 'span', 'th', 'p', 'option'])
  const attribute = pick(draw, ['', '', ` class="${word(draw)}"`, ` id="${word(draw)}"`])
  const filled = times(between(draw, 3, 10), () => `  <${tag}${attribute}>${words(draw, 1, 4)}</${tag}>`).join('\n')
  const gap = pick(draw, ['', '\n', '\n  '])
  const empty = times(between(draw, 3, 9), () => `<${tag}${attribute}></${tag}>`).join(gap)
  const closing = times(between(draw, 3, 10), (i) => `${uniformInteger(draw, 2) === 0 ? '' : ' '.repeat(20 - 2 * i)}</div>`).join(
    pick(draw, ['\n', '']),
  )
  return [filled, empty, pick(draw, ['<br><br><br><br>', '<br/><br/><br/>', '&nbsp;'.repeat(between(draw, 3, 12)), '<hr>']), closing].join(
    '\n',
  )
}

function drawing(draw: Draw): string {
  const sign = pick(draw, ['-', '=', '_', '*', '#', '~', '─', '═', '.', '█', '░', '- ', '* ', '=-', '+-', '/\\', '⭐'])
  const rule = sign.repeat(between(draw, 10, 80))
  const box = `+${times(between(draw, 2, 6), () => '-'.repeat(between(draw, 4, 18))).join('+')}+`
  const board = times(between(draw, 3, 9), () => times(between(draw, 3, 9), () => pick(draw, ['.', '.', '.', '#', '0'])).join(' ')).join(
    '\n',
  )
  const progress = `[${'█'.repeat(between(draw, 2, 20))}${'░'.repeat(between(draw, 2, 20))}] ${between(draw, 1, 99)}%`
  return [title(draw), rule, sentence(draw), rule, box, row([word(draw), figure(draw)]), box, board, progress].join('\n')
}

function list(draw: Draw): string {
  const mark = pick(draw, ['-', '*', '1.', '[ ]', '- [ ]', '•', '✅', 'Step'])
  const body = uniformInteger(draw, 5) === 0 ? (): string => pick(draw, ['', '...', '______', 'TODO']) : (): string => words(draw, 1, 9)
  return times(between(draw, 4, 20), (i) => `${mark === '1.' ? `${i + 1}.` : mark === 'Step' ? `Step ${i + 1}:` : mark} ${body()}`).join(
    '\n',
  )
}

function numbers(draw: Draw): string {
  const n = between(draw, 2, 12)
  return pick(draw, [
    () => times(10, (i) => `${n} x ${i + 1} = ${n * (i + 1)}`).join('\n'),
    () => times(n, (i) => times(n, (j) => (i === j ? 1 : 0)).join(' ')).join('\n'),
    () =>
      times(
        between(draw, 2, 8),
        (i) => `${(i * 16).toString(16).padStart(8, '0')}: ${times(16, () => pick(draw, ['00', '00', 'ff', '7f'])).join(' ')}`,
      ).join('\n'),
    () => `${figure(draw)}${'0'.repeat(between(draw, 6, 30))}`,
    () => `${'1'.repeat(8)}.${'1'.repeat(8)}.${'1'.repeat(8)}.${'0'.repeat(8)}`,
    () => times(between(draw, 4, 40), (i) => String(i * n)).join(', '),
    () => `\\begin{tabular}{${'|c'.repeat(n)}|}\n\\hline\n${times(4, () => times(n, () => '0').join(' & ')).join(' \\\\\n\\hline\n')} \\\\`,
  ])()
}

function sql(draw: Draw): string {
  const columns = between(draw, 3, 10)
  const values = times(
    between(draw, 1, 6),
    () => `(${times(columns, () => pick(draw, ['NULL', 'NULL', 'NULL', '0', `'${word(draw)}'`])).join(', ')})`,
  )
  return `INSERT INTO ${word(draw)} (${times(columns, () => word(draw)).join(', ')}) VALUES\n${values.join(',\n')};\nUPDATE t SET a = ? WHERE b IN (${times(columns * 2, () => pick(draw, ['?', '?', '%s'])).join(', ')});`
}

function contents(draw: Draw): string {
  return times(
    between(draw, 4, 12),
    (i) => `${i + 1}. ${title(draw)} ${pick(draw, ['.', ' .', '·', '_'])}`.padEnd(60, pick(draw, ['.', ' .', '·'])) + ` ${i * 7 + 3}`,
  ).join('\n')
}

const json: Make = (draw) =>
  `[\n${times(between(draw, 3, 10), (i) => `  {"id": ${i + 1}, "${word(draw)}": "${words(draw, 1, 3)}", "tags": [], "parent": null, "active": ${pick(draw, ['true', 'false'])}}`).join(',\n')}\n]`

const MAKERS: readonly Make[] = [
  markdownTable,
  csv,
  array,
  braces,
  python,
  unrolled,
  lisp,
  html,
  drawing,
  list,
  numbers,
  sql,
  contents,
  json,
]

/** One answer: an introduction, one to three structured blocks (in fences or not), a closing sentence or an end in the middle. */
export function structuredText(draw: Draw): string {
  const parts: string[] = uniformInteger(draw, 3) === 0 ? [] : [`${sentence(draw)} ${sentence(draw)}`]
  for (let i = between(draw, 1, 3); i > 0; i--) {
    const block = pick(draw, MAKERS)(draw)
    parts.push(uniformInteger(draw, 3) === 0 ? `\`\`\`\n${block}\n\`\`\`` : block)
  }
  if (uniformInteger(draw, 2) === 0) parts.push(sentence(draw))
  return parts.join('\n\n')
}
