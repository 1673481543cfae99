/**
 * Whether folded letters after an apostrophe are Turkish endings: `nin`, `de`, `den`, `ya`, `lar`, `li`, `yla`, `ydi`, `inci`, `daki`, ….
 * Matched as a chain of ending syllables of at most 16 letters; vowel harmony is not checked.
 */
export function isTurkishSuffix(key: string): boolean {
  return key.length <= 16 && SUFFIX.test(key)
}

const SUFFIX =
  /^(?:l[ae]r|d[ae]n|t[ae]n|d[ae]|t[ae]|ki|[ny]?[iuü]n|[sy]?[iuü]m|[nys]?[iuü]|[ny]?[ae]|[yl][ae]|yl[ae]|l[iuü]|l[iuü]k|s[iuü]z|c[ae]|ç[ae]|c[iuü]|ç[iuü]|d[iuü]r|t[iuü]r|yd[iuü]|d[iuü]|t[iuü]|ym[iuü]ş|m[iuü]ş|ys[ae]|s[ae]|yken|ken|[iuü]?nc[iuü]|[iuü]?m[iuü]z|[iuü]?n[iuü]z|[ae]r|[iuü]r|ğ[iuü]n?|y[iuü]z|k[iuü])+$/

const POSSESSIVE = /^(?:l[ae]r)?(?:[iuü]m[iuü]z|m[iuü]z|[iuü]n[iuü]z|n[iuü]z|s[iuü]|[iuü]m|[iuü])?$/

/** Whether the folded word is one of the stems, bare or with a plural or possessive ending ("temsilcimiz", "bakanları"). */
export function hasTurkishStem(key: string, stems: ReadonlySet<string>): boolean {
  if (stems.has(key)) return true
  for (let end = key.length - 1; end >= 3 && key.length - end <= 8; end--)
    if (stems.has(key.slice(0, end)) && POSSESSIVE.test(key.slice(end))) return true
  return false
}

const CASE =
  /^(?:l[ae]r)?[iuü]?(?:[nys]?[iuü]n?|[nys]?[ae]|[sn]?[iuü]?n?[dt][ae]n?|yl[ae]|l[ae]|[sn]?[iuü]ni?|d[iuü]r|m[iuü]z(?:[iuü]n?|[ae])?)?$/

/** Whether the folded word is one of the stems, bare or with any usual noun ending ("üniversiteye", "devletin"). */
export function isFormOf(key: string, stems: ReadonlySet<string>): boolean {
  if (stems.has(key)) return true
  for (let end = key.length - 1; end >= 3 && key.length - end <= 10; end--)
    if (stems.has(key.slice(0, end)) && CASE.test(key.slice(end))) return true
  return false
}
