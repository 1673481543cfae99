/**
 * Spellings that Turkish does not have: q, w, x, foreign accents, `sch`, `ck`, `ou`, `ie`, endings such as -sky, -ov, -viç, -berg, -mann.
 * A word of such a spelling that opens a Turkish sentence is a foreign name more often than a word.
 */
const FOREIGN =
  /[qwxñéèáàëïøåæß]|sch|tch|ck|ee|ou|ie|uu|sk[iy]$|[^l]ov$|off$|v[iuü][cç]$|nson$|sson$|stein|berg$|mann$|dorf$|zz|[rl]y$|[^aeiıoöuü]{4}/

/** Whether the folded word is spelled as no Turkish word is. */
export function looksForeign(key: string): boolean {
  return FOREIGN.test(key)
}
