import { createColors } from 'picocolors'

/** How text is set off on a terminal; without colour every function returns its input. */
export interface Style {
  readonly colour: boolean
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly warn: (text: string) => string
  readonly bad: (text: string) => string
  /** Colours text by its place in a list of bands: 0 is the worst of `count`. */
  readonly band: (text: string, index: number, count: number) => string
}

type Paint = (text: string) => string

/** A style with or without colour. */
export function createStyle(colour: boolean): Style {
  const colours = createColors(colour)
  const scale: readonly Paint[] = [(text) => colours.bold(colours.red(text)), colours.red, colours.yellow, colours.cyan, colours.green]
  return {
    colour,
    bold: colours.bold,
    dim: colours.dim,
    good: colours.green,
    warn: colours.yellow,
    bad: (text) => colours.bold(colours.red(text)),
    band(text, index, count) {
      if (index < 0 || count <= 0) return colours.dim(text)
      const place = count === 1 ? scale.length - 1 : Math.round((index * (scale.length - 1)) / (count - 1))
      return (scale[place] ?? colours.dim)(text)
    },
  }
}

/** What a decision about colour is made from. */
export interface ColourHints {
  readonly isTerminal: boolean
  /** `--color` (true), `--no-color` (false), neither (undefined). */
  readonly asked: boolean | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Whether to colour: what was asked for; else NO_COLOR (https://no-color.org) and FORCE_COLOR; else only on a terminal that is not dumb. */
export function wantsColour({ isTerminal, asked, environment }: ColourHints): boolean {
  if (asked !== undefined) return asked
  if ((environment['NO_COLOR'] ?? '') !== '') return false
  const forced = environment['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return isTerminal && environment['TERM'] !== 'dumb'
}

/** Columns to write for: the terminal's own, else COLUMNS, else 80; between 40 and 400. */
export function columnsOf(terminalColumns: number | undefined, environment: Readonly<Record<string, string | undefined>>): number {
  const named = Number(environment['COLUMNS'])
  const columns = Number.isInteger(named) && named > 0 ? named : (terminalColumns ?? 80)
  return Math.min(400, Math.max(40, columns))
}
