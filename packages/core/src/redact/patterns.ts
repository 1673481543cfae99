/**
 * What is taken for sensitive. Every quantifier is bounded, so that a search is linear in the text whatever it holds;
 * where a number has a check digit, only numbers that pass it count, so that ordinary figures stay readable.
 */

export type SensitiveKind = 'email' | 'phone' | 'card' | 'iban' | 'national-id' | 'ip-address' | 'secret' | 'url-credentials'

export interface SensitivePattern {
  readonly kind: SensitiveKind
  readonly expression: RegExp
  /** Further test of a match. */
  readonly accept?: (match: string) => boolean
}

const digitsOf = (text: string): number[] => Array.from(text.replace(/\D/g, ''), Number)

/** The Luhn check of payment cards (ISO/IEC 7812-1). */
export function passesLuhn(text: string): boolean {
  const digits = digitsOf(text)
  if (digits.length < 13 || digits.length > 19) return false
  let sum = 0
  digits.reverse().forEach((digit, i) => {
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  })
  return sum % 10 === 0
}

/** The check of an IBAN (ISO 13616): the rearranged number leaves 1 modulo 97. */
export function passesIban(text: string): boolean {
  const compact = text.replace(/\s/g, '').toUpperCase()
  if (compact.length < 15 || compact.length > 34) return false
  let remainder = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = /[A-Z]/.test(character) ? character.charCodeAt(0) - 55 : Number(character)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}

/** The check digits of a Turkish identity number (T.C. kimlik no): eleven digits, the last two computed from the others. */
export function passesTurkishId(text: string): boolean {
  const d = digitsOf(text)
  if (d.length !== 11 || d[0] === 0) return false
  const odd = d[0]! + d[2]! + d[4]! + d[6]! + d[8]!
  const even = d[1]! + d[3]! + d[5]! + d[7]!
  const tenth = (((odd * 7 - even) % 10) + 10) % 10
  const sum = d.slice(0, 10).reduce((total, digit) => total + digit, 0)
  return d[9] === tenth && d[10] === sum % 10
}

const isIpv4 = (text: string): boolean => text.split('.').every((part) => Number(part) <= 255)

export const SENSITIVE_PATTERNS: readonly SensitivePattern[] = [
  { kind: 'email', expression: /[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu },
  { kind: 'url-credentials', expression: /(?<=:\/\/)[^\s/@:]{1,128}:[^\s/@]{1,256}(?=@)/gu },
  { kind: 'secret', expression: /(?<=[?&](?:key|api_?key|token|access_token|secret|password|signature|sig|code)=)[^\s&#"'<>]{1,512}/giu },
  {
    kind: 'secret',
    expression: /\b(?:sk|pk|rk|ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs]|hf|AIza|AKIA|ASIA|ya29)[-_]?[A-Za-z0-9_-]{16,256}/gu,
  },
  { kind: 'secret', expression: /\beyJ[A-Za-z0-9_-]{8,2048}\.[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,1024}/gu },
  { kind: 'secret', expression: /(?<=\bBearer\s{1,4})[A-Za-z0-9._~+/=-]{12,2048}/giu },
  {
    kind: 'secret',
    expression: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{1,8192}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/gu,
  },
  { kind: 'iban', expression: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/gu, accept: passesIban },
  { kind: 'card', expression: /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/gu, accept: passesLuhn },
  { kind: 'national-id', expression: /(?<!\d)[1-9]\d{10}(?!\d)/gu, accept: passesTurkishId },
  { kind: 'national-id', expression: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/gu },
  { kind: 'phone', expression: /(?<![\d+])\+\d{1,3}(?:[ .()-]{0,2}\d){7,12}(?!\d)/gu },
  { kind: 'phone', expression: /(?<!\d)0?\(?5\d{2}\)?[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}(?!\d)/gu },
  { kind: 'phone', expression: /(?<!\d)\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}(?!\d)/gu },
  { kind: 'ip-address', expression: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/gu, accept: isIpv4 },
]
