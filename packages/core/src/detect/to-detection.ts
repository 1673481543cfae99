import type { Alignment } from '../trace/alignment/index.ts'
import type { Token } from '../trace/types.ts'
import type { Finding } from './finding.ts'
import { textOfPieces } from './piece-text.ts'
import type { Detection } from './types.ts'

/** The name of a token's part, as in `Detection.part`. */
export function partOfToken(token: Token): string {
  return token.part === 'tool' ? `tool:${token.partIndex ?? 0}` : token.part
}

/**
 * Places a finding in the text: adds characters, text and part. Where the tokens could not be aligned with the text, `chars` is `[0, 0]` and
 * the text is what the tokens themselves say. A finding that spans parts is placed in the part of its first token.
 */
export function toDetection(finding: Finding, tokens: readonly Token[], alignment: Alignment): Detection {
  const { kind, evidence } = finding
  const [start, end] = finding.tokens
  const span = alignment.charsOfTokens(start, end)
  if (span !== null) return { kind, tokens: finding.tokens, chars: [span.start, span.end], text: span.text, part: span.part, evidence }
  const own = tokens.slice(start, end)
  const part = own[0] === undefined ? 'content' : partOfToken(own[0])
  return { kind, tokens: finding.tokens, chars: [0, 0], text: textOfPieces(own), part, evidence }
}
