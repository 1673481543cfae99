/** Numbers in digits, with the currency, percent sign or unit that makes them a quantity. */
import { foldCase } from '../../language/fold-case.ts'
import { ENGLISH_UNITS, MAGNITUDES, TURKISH_UNITS, UNIT_SYMBOLS } from './lexicon/dates-and-units.ts'

const NUMBER =
  /(?:\p{Nd}{1,3}(?:[.,'’\u00a0\u202f\u2009]\p{Nd}{3})+(?!\p{Nd}|([.,'’])\p{Nd}+\1)(?:[.,]\p{Nd}+)?(?![.,]\p{Nd})|\p{Nd}+(?:[.,/:]\p{Nd}+)*)(?:[eE][+-]?\p{Nd}{1,4}(?!\p{L})|\s?[×x]\s?10(?:\^?[+−-]?\p{Nd}{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{1,4}))?[½¼¾²³]?/uy
const RANGE = /\s?[–—-]\s?\p{Nd}+(?:[.,]\p{Nd}+)?(?![\p{L}\p{N}])/uy
const ORDINAL = /(?:st|nd|rd|th)(?![\p{L}\p{N}])/uy
const NEXT_WORD = /([  -]?)([\p{L}µμΩ°℃℉%‰$€£¥₺²³][\p{L}\p{M}°²³Ω0-9]{0,23}(?:\/[\p{L}]{1,4}[²³]?(?![\p{L}]))?)/uy
const CURRENCY_BEFORE = /(?:US|A|C|NZ|HK|R|S)?[$€£¥₺₹₽₩₪฿₫₴]\s?$/u
const CODE_BEFORE = /(?:^|[^\p{L}\p{N}])((?:USD|EUR|GBP|TRY|TL|JPY|CHF|CAD|AUD|INR|CNY|RMB|Rs\.?)\s)$/u
const PERCENT_BEFORE = /%\s?$/
const SIGN_BEFORE = /(?:^|[\s([{=:])[-+−±~≈]$/u
const YUZDE_BEFORE = /(?:^|[^\p{L}])(y[üÜ]zde\s)$/iu
const JAPANESE_UNITS =
  /(?:[万億兆]?(?:円|人|年間|歳|個|メートル|キロ(?:メートル|グラム)?|グラム|時間|分間?|秒|パーセント|％|%|ドル|ユーロ|元|块|公里|米|岁|名|원|명|개|시간|킬로미터|미터))/uy

/** A number or quantity found in a text: UTF-16 offsets, half-open. */
export interface QuantitySpan {
  readonly start: number
  readonly end: number
  readonly kind: 'number' | 'quantity'
}

/** The number that begins at the digit at `at`, with what belongs to it before and behind. Cost: linear in its length. */
export function quantityAt(text: string, at: number): QuantitySpan {
  NUMBER.lastIndex = at
  NUMBER.test(text)
  let end = NUMBER.lastIndex
  if (end <= at) end = at + (text.codePointAt(at)! > 0xffff ? 2 : 1)
  RANGE.lastIndex = end
  if (RANGE.test(text)) end = RANGE.lastIndex
  ORDINAL.lastIndex = end
  if (ORDINAL.test(text)) return { start: at, end: ORDINAL.lastIndex, kind: 'number' }
  let kind: 'number' | 'quantity' = 'number'
  JAPANESE_UNITS.lastIndex = end
  if (JAPANESE_UNITS.test(text)) {
    end = JAPANESE_UNITS.lastIndex
    kind = 'quantity'
  }
  for (let step = 0; step < 4; step++) {
    NEXT_WORD.lastIndex = end
    const match = NEXT_WORD.exec(text)
    if (match === null) break
    const meaning = meaningOf(match[2]!, match[1]!)
    if (meaning === null) break
    end += match[1]!.length + meaning.length
    if (meaning.isUnit) {
      kind = 'quantity'
      break
    }
  }
  const before = text.slice(Math.max(0, at - 8), at)
  let start = at
  const prefix =
    CURRENCY_BEFORE.exec(before)?.[0] ?? CODE_BEFORE.exec(before)?.[1] ?? YUZDE_BEFORE.exec(before)?.[1] ?? PERCENT_BEFORE.exec(before)?.[0]
  if (prefix !== undefined) {
    start -= prefix.length
    kind = 'quantity'
  }
  const sign = SIGN_BEFORE.exec(text.slice(Math.max(0, start - 2), start))
  if (sign !== null) start -= 1
  return { start, end, kind }
}

/** Endings of a Turkish unit word, folded: "kilometrelik", "metreden", "yıllık". */
const UNIT_ENDINGS = /^(?:l[ae]r|l[iuü][kğ]|[dt][ae]n?|[dt][iu]r|ki|[sy]?[iuü]n?|[yn]?[ae]|l[iuü])*$/

interface Meaning {
  readonly isUnit: boolean
  readonly length: number
}

function meaningOf(word: string, gap: string): Meaning | null {
  if (/^[%‰$€£¥₺]/.test(word)) return { isUnit: true, length: 1 }
  if (gap !== '-' && UNIT_SYMBOLS.has(word)) {
    const isMagnitude = word === 'k' || word === 'M' || word === 'bn'
    if (isMagnitude && gap !== '') return null
    if (
      gap !== '' &&
      (word === 'in' || word === 'A' || word === 'a' || word === 'd' || word === 'sa' || word === 'st' || word === 'N' || word === 'F')
    )
      return null
    return { isUnit: !isMagnitude, length: word.length }
  }
  if (gap === '') return null
  const key = foldCase(word)
  if (MAGNITUDES.has(key) && gap !== '-') return { isUnit: false, length: word.length }
  if (ENGLISH_UNITS.has(key) || isTurkishUnit(key)) return { isUnit: true, length: word.length }
  if (gap !== '-' && /^(?:square|cubic|kare|k[üu]p|per|metric)$/.test(key)) return { isUnit: false, length: word.length }
  return null
}

/** Whether the folded word is a unit in Turkish, with or without endings. */
export function isTurkishUnit(key: string): boolean {
  for (let end = key.length; end >= 2; end--) {
    if (TURKISH_UNITS.has(key.slice(0, end))) return UNIT_ENDINGS.test(key.slice(end))
  }
  return false
}
