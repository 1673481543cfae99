import type { Numbers } from './types.ts'

/** Numbers in the page's language. */
export function numbers(locale: string): Numbers {
  const local = (digits: string): string => (locale === 'tr' ? digits.replace('.', ',') : digits).replace('-', '\u2212')
  return {
    number: (value, decimals) => (value === null || value === undefined ? '–' : local(value.toFixed(decimals))),
    percent(value) {
      const hundred = value * 100
      const digits = hundred > 0 && hundred < 0.05 ? '<0.1' : hundred < 100 && hundred > 99.95 ? '>99.9' : hundred.toFixed(1)
      const sign = /^[<>]/.test(digits) ? digits.charAt(0) : ''
      const bare = local(digits.slice(sign.length))
      return locale === 'tr' ? `${sign}%${bare}` : `${sign}${bare}%`
    },
  }
}
