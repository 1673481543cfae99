/** What the page hands to its script. The parts are functions without imports: their source text is put into the page. */

export type PageText = Readonly<Record<string, string | undefined>>

export interface PageData {
  readonly texts: Readonly<Record<string, PageText>>
}

export interface ClientToken {
  readonly logprob: readonly (number | null)[]
  readonly ceiling: Readonly<Record<number, number>>
  readonly rank: readonly (number | null)[]
  readonly margin: readonly (number | null)[]
  readonly chosenMargin: readonly (number | null)[]
  readonly entropy: readonly (number | null)[]
  readonly lower: readonly (number | null)[]
  readonly upper: readonly (number | null)[]
  readonly special: readonly number[]
  readonly alternatives: readonly (readonly (readonly [string, number])[])[]
  readonly more: Readonly<Record<number, number>>
  readonly chosen: readonly number[]
}

/** One answer on the page; tokens and data are read when they are first needed. */
export interface ClientAnswer {
  readonly element: HTMLElement
  readonly tokens: readonly HTMLElement[]
  readonly data: ClientToken
}

export interface Numbers {
  number: (value: number | null | undefined, decimals: number) => string
  percent: (value: number) => string
}

export interface Parts {
  numbers: (locale: string) => Numbers
  showToken: (panel: HTMLElement, answer: ClientAnswer, at: number, text: PageText, numbers: Numbers) => void
  keyTarget: (key: string, at: number, tokens: readonly HTMLElement[]) => number | null
  moveCursor: (answer: ClientAnswer, at: number | null) => void
  stripToken: (event: MouseEvent) => number | null
}
