import type { Locale } from './messages/types.ts'

/** Numbers as people of a language write them, without the platform's locale data. */
export interface NumberFormat {
  /** Fixed decimals; a true minus sign; `–` for null and NaN, ∞ for the infinities. Very small and very large values keep their digits in scientific form. */
  number: (value: number | null, decimals?: number) => string
  /** A share of 1 as a percentage: `12.3%` in English, `%12,3` in Turkish; `<0.1%` where rounding would claim zero, `>99.9%` where it would claim certainty. */
  percent: (value: number | null, decimals?: number) => string
  /** A whole number with grouped thousands. */
  integer: (value: number | null) => string
  /** An interval, or one number where both ends read the same. */
  interval: (value: readonly [number, number] | number | null, decimals?: number) => string
}

const MINUS = '\u2212'
const UNKNOWN = '–'

export interface NumberFormatOptions {
  /** The sign before negative numbers; a plain `-` where numbers are to be copied into programs. Default: the typographic one. */
  readonly minus?: string
}

/** The number format of a language. Pure: the same input gives the same text everywhere. */
export function numberFormat(locale: Locale, options: NumberFormatOptions = {}): NumberFormat {
  const minus = options.minus ?? MINUS
  const decimalMark = locale === 'tr' ? ',' : '.'
  const group = locale === 'tr' ? '.' : ','
  const localise = (digits: string): string => digits.replace('.', decimalMark).replace('-', minus)
  const number = (value: number | null, decimals = 3): string => {
    if (value === null || Number.isNaN(value)) return UNKNOWN
    if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`
    const size = Math.abs(value)
    if (size >= 1e9 || (size > 0 && size < 0.5 * 10 ** -decimals && decimals >= 3))
      return localise(value.toExponential(2).replace('e+', 'e'))
    const digits = value.toFixed(decimals)
    return localise(Number(digits) === 0 ? digits.replace('-', '') : digits)
  }
  const signed = (digits: string, sign = ''): string => (locale === 'tr' ? `${sign}%${localise(digits)}` : `${sign}${localise(digits)}%`)
  const percent = (value: number | null, decimals = 1): string => {
    if (value === null || !Number.isFinite(value)) return UNKNOWN
    const smallest = 10 ** -decimals
    const hundred = value * 100
    if (hundred > 0 && hundred < smallest / 2) return signed(smallest.toFixed(decimals), '<')
    if (hundred < 100 && hundred > 100 - smallest / 2) return signed((100 - smallest).toFixed(decimals), '>')
    return signed(hundred.toFixed(decimals))
  }
  const integer = (value: number | null): string => {
    if (value === null || Number.isNaN(value)) return UNKNOWN
    return localise(Math.round(value).toString()).replace(/\B(?=(\d{3})+$)/g, group)
  }
  const interval = (value: readonly [number, number] | number | null, decimals = 3): string => {
    if (value === null || typeof value === 'number') return number(value, decimals)
    const lower = number(value[0], decimals)
    const upper = number(value[1], decimals)
    return lower === upper ? lower : `${lower} … ${upper}`
  }
  return { number, percent, integer, interval }
}
