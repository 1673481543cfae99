import { bandIndex, visibleTokenText, type Analysis, type Profile, type Token, type Trace } from '@logitscope/core'
import { displayWidth, wrap } from '../terminal/display-width.ts'
import { tableLine, tableTitles, tableWidth, type Cell, type Column } from './table.ts'
import { FLAG_MEANINGS, FLAG_WORDS, tokenFlags, type Flag } from './token-flags.ts'
import type { Voice } from './voice.ts'

/** Signs for bands of probability, worst first; the best band has none, so that the eye goes to what is improbable. */
const MARKS = ['!', '?', '~', '+', ''] as const

/** The sign of a band: the scale of signs stretched over however many bands a profile has. */
export function bandMark(index: number, count: number): string {
  if (index < 0) return ''
  if (count <= 1) return ''
  return MARKS[Math.round((index * (MARKS.length - 1)) / (count - 1))] ?? ''
}

type ColumnName = 'index' | 'mark' | 'token' | 'logprob' | 'probability' | 'margin' | 'entropy' | 'flags'

const FIXED: Readonly<Record<Exclude<ColumnName, 'index' | 'token' | 'flags'>, Column>> = {
  mark: { title: '', align: 'left', width: 1 },
  logprob: { title: 'logprob', align: 'right', width: 8 },
  probability: { title: 'P', align: 'right', width: 6 },
  margin: { title: 'margin', align: 'right', width: 6 },
  entropy: { title: 'entropy, bits', align: 'right', width: 13 },
}
const SMALLEST_TOKEN = 8
const LARGEST_TOKEN = 40
const SMALLEST_FLAGS = 9

/** Which columns fit: the margin goes first, then the entropy, then the logprob. */
function layout(columns: number, tokens: number, widestToken: number): readonly (readonly [ColumnName, Column])[] {
  const wanted = Math.min(LARGEST_TOKEN, Math.max(SMALLEST_TOKEN, widestToken))
  const index: Column = { title: '#', align: 'right', width: Math.max(2, String(Math.max(0, tokens - 1)).length) }
  for (const middle of [
    ['logprob', 'probability', 'margin', 'entropy'],
    ['logprob', 'probability', 'entropy'],
    ['logprob', 'probability'],
    ['probability'],
  ] as const) {
    const fixed = [index, FIXED.mark, ...middle.map((name) => FIXED[name])]
    // Two more gaps for the token and the flags.
    const left = columns - tableWidth(fixed) - 4
    if (left < SMALLEST_TOKEN + SMALLEST_FLAGS && middle.length > 1) continue
    const token = Math.min(wanted, Math.max(SMALLEST_TOKEN, left - SMALLEST_FLAGS))
    return [
      ['index', index],
      ['mark', FIXED.mark],
      ['token', { title: 'token', align: 'left', width: token }],
      ...middle.map((name) => [name, FIXED[name]] as const),
      ['flags', { title: 'flags', align: 'left', width: Math.max(SMALLEST_FLAGS, left - token) }],
    ]
  }
  return []
}

const bare = (bits: number): string => (bits >= 9.995 ? bits.toFixed(1) : bits.toFixed(2))

/** An interval without spaces, or one number where both ends read the same. */
function compactInterval(lower: number | null, upper: number | null): string {
  if (lower === null || upper === null) return '–'
  return bare(lower) === bare(upper) ? bare(lower) : `${bare(lower)}…${bare(upper)}`
}

function logprobText(token: Token, logprob: number | null, voice: Voice): string {
  if (logprob !== null) return logprob.toFixed(3)
  return token.ceiling === undefined ? '–' : `≤${voice.numbers.number(token.ceiling, 2)}`
}

const partName = (token: Token): string => `${token.part}:${token.partIndex ?? 0}`

/** A line a token: what it says, how probable it was, what else could have stood there, and what is notable. Lines without line breaks at their ends. */
export function* tokenTable(trace: Trace, analysis: Analysis, profile: Profile, voice: Voice): Generator<string, void, undefined> {
  const { style, numbers, messages } = voice
  const { tokens } = trace
  const texts = tokens.map((token) => visibleTokenText(token, { spaces: 'edges' }))
  const widest = texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0)
  const columns = layout(voice.columns, tokens.length, widest)
  const shape = columns.map(([, column]) => column)
  const flags = tokenFlags(trace, analysis, profile)
  const bands = profile.bands.probability
  const { perToken } = analysis
  const seen = new Set<Flag>()
  yield tableTitles(shape, style.dim)
  let part = tokens[0] === undefined ? '' : partName(tokens[0])
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (partName(token) !== part) {
      part = partName(token)
      yield style.dim(
        `${' '.repeat(shape[0]!.width)}  · ${messages.parts[token.part]}${token.part === 'tool' ? ` ${(token.partIndex ?? 0) + 1}` : ''}`,
      )
    }
    const logprob = perToken.logprob[i] ?? null
    const shown = logprob ?? (token.logprob !== null && Number.isFinite(token.logprob) ? token.logprob : null)
    const probability = logprob === null ? null : (perToken.probability[i] ?? null)
    const band = probability === null ? -1 : bandIndex(bands, probability)
    const paint = (text: string): string => style.band(text, band, bands.length)
    const here = flags[i] ?? []
    for (const flag of here) seen.add(flag)
    const cells: Readonly<Record<ColumnName, Cell>> = {
      index: { text: String(i), paint: style.dim },
      mark: { text: bandMark(band, bands.length), paint },
      token: { text: texts[i] ?? '', paint },
      logprob: { text: logprobText(token, shown, voice), ...(logprob === null ? { paint: style.dim } : {}) },
      probability: { text: numbers.percent(probability), paint },
      margin: { text: numbers.number(perToken.margin[i] ?? null, 2) },
      entropy: { text: compactInterval(perToken.entropyLowerBits[i] ?? null, perToken.entropyUpperBits[i] ?? null) },
      flags: { text: here.map((flag) => FLAG_WORDS[flag]).join(' '), paint: here.some(isAlarm) ? style.warn : style.dim },
    }
    yield tableLine(
      shape,
      columns.map(([name]) => cells[name]),
    )
  }
  yield ''
  for (const line of [...wrap(legend(profile, voice), voice.columns), ...wrap(flagLegend(seen), voice.columns)]) yield style.dim(line)
}

const isAlarm = (flag: Flag): boolean =>
  flag !== 'entity' && flag !== 'field' && flag !== 'special' && flag !== 'reasoning' && flag !== 'off'

function legend(profile: Profile, voice: Voice): string {
  const bands = profile.bands.probability
  const parts = bands.flatMap((band, i) => {
    const mark = bandMark(i, bands.length)
    return mark === '' || band.below === null ? [] : [`${mark} below ${voice.numbers.percent(band.below, 0)}`]
  })
  return `P: ${parts.join('  ')}   entropy: the interval that holds the true value`
}

function flagLegend(seen: ReadonlySet<Flag>): string {
  return (Object.keys(FLAG_WORDS) as readonly Flag[])
    .filter((flag) => seen.has(flag))
    .map((flag) => `${FLAG_WORDS[flag]}: ${FLAG_MEANINGS[flag]}`)
    .join('; ')
}
