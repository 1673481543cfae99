/** Colours of the ten classes of probability, most probable last. Cool and pale is sure, warm and strong is not: the scale also reads without telling red from green. */
export interface TokenColours {
  readonly ink: string
  readonly classes: readonly string[]
  /** The same scale for thin bars, strong enough to be seen on the page's ground. */
  readonly bars: readonly string[]
}

export const LIGHT_TOKENS: TokenColours = {
  ink: '#1b1f24',
  classes: ['#f4926d', '#f7a779', '#fab888', '#fcc898', '#fdd6a9', '#fde2bd', '#faecd3', '#f4f2e4', '#eaf2ee', '#e6f2f5'],
  bars: ['#c8431b', '#cf5a22', '#d4702c', '#d68539', '#d39849', '#c7a75d', '#a8ab76', '#83a68c', '#639e9c', '#4a94a6'],
}

export const DARK_TOKENS: TokenColours = {
  ink: '#eceff2',
  classes: ['#93381f', '#853a1f', '#773b1f', '#693a20', '#5b3922', '#4c3725', '#3d342a', '#30312f', '#243036', '#1a303b'],
  bars: ['#ff7a4d', '#f98a52', '#f2995a', '#e8a765', '#dbb374', '#c7bc86', '#aabf9a', '#8cbdab', '#72b7ba', '#5eafc4'],
}
