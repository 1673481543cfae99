import type { Thresholds } from '../../profile/types.ts'
import type { Alignment } from '../../trace/alignment/index.ts'
import { usableLogprob } from '../../trace/support.ts'
import type { Token } from '../../trace/types.ts'
import type { Finding } from '../finding.ts'
import { isPartial } from '../piece-text.ts'
import { glitchOfPiece, isControlToken, type Glitch } from './glitch-of-piece.ts'
import { lostCharacters } from './lost-characters.ts'

const CONTROL_TOKEN: Glitch = { reason: 'control-token' }

export type GlitchOptions = Pick<Thresholds, 'glitchProbability'>

function findingOf(index: number, text: string, glitch: Glitch, where: 'chosen' | 'alternative', probability: number): Finding {
  const evidence: Record<string, number | string> = { reason: glitch.reason, token: text, where }
  if (glitch.detail !== undefined) evidence['detail'] = glitch.detail
  if (!Number.isNaN(probability)) evidence['probability'] = probability
  return { kind: 'glitch-token', tokens: [index, index + 1], evidence }
}

/** Indices of the tokens at the beginning and the end of each part that are signs of a template, or white space beside them. */
function templateEdges(tokens: readonly Token[]): ReadonlySet<number> {
  const found = new Set<number>()
  const mark = (i: number, before: number): void => {
    const token = tokens[i]!
    const isOutermost = tokens[before]?.part !== token.part || found.has(before)
    if (isOutermost && (token.special === true || token.text.trim() === '' || isControlToken(token.text))) found.add(i)
  }
  for (let i = 0; i < tokens.length; i++) mark(i, i - 1)
  for (let i = tokens.length - 1; i >= 0; i--) mark(i, i + 1)
  return found
}

/** The most probable glitch among the alternatives of a token that have at least the given logprob. */
function worstAlternative(token: Token, index: number, least: number): Finding | null {
  let worst: Finding | null = null
  let most = -Infinity
  for (const alternative of token.alternatives) {
    const logprob = usableLogprob(alternative.logprob)
    if (!(logprob >= least) || logprob <= most || alternative.text === token.text) continue
    const glitch = glitchOfPiece(alternative.text)
    if (glitch === null || isPartial(alternative)) continue
    worst = findingOf(index, alternative.text, glitch, 'alternative', Math.exp(logprob))
    most = logprob
  }
  return worst
}

/**
 * Pieces that no writer means (design, "Detections"), among the chosen tokens, and among alternatives of at least `glitchProbability`:
 * unknown and reserved tokens, control characters, words that mix scripts, strings known to derail models; among the chosen ones also signs of
 * a template that stand in the middle of the text, and characters that were lost.
 *
 * Not glitches: tokens flagged special and their alternatives, template signs at the beginning or end of a part or left out of its text, the parts of a character
 * that several tokens make up together, a character cut by the end of the answer. At most one finding a token, the chosen piece first.
 * Evidence: `reason`, `token`, `where` (`chosen` or `alternative`), `probability` where known, `detail` (scripts, code point).
 */
export function findGlitchTokens(tokens: readonly Token[], alignment: Alignment, options: GlitchOptions): Finding[] {
  const findings: Finding[] = []
  const least = Math.log(options.glitchProbability)
  let edges: ReadonlySet<number> | null = null
  const isMisplaced = (i: number): boolean => {
    if (!isControlToken(tokens[i]!.text)) return false
    edges ??= templateEdges(tokens)
    return !edges.has(i) && alignment.chars(i) !== null
  }
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.special === true) continue
    const glitch = glitchOfPiece(token.text) ?? (isMisplaced(i) ? CONTROL_TOKEN : null)
    if (glitch !== null && !isPartial(token)) {
      findings.push(findingOf(i, token.text, glitch, 'chosen', Math.exp(usableLogprob(token.logprob))))
      continue
    }
    const alternative = worstAlternative(token, i, least)
    if (alternative !== null) findings.push(alternative)
  }
  for (const lost of lostCharacters(tokens, alignment)) {
    findings.push({
      kind: 'glitch-token',
      tokens: lost.tokens,
      evidence: { reason: 'replacement-character', token: lost.text, where: 'chosen' },
    })
  }
  return findings.sort((a, b) => a.tokens[0] - b.tokens[0])
}
