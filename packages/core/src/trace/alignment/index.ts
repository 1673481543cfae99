export type { AlignedWord, Alignment, AlignmentStatus, PartAlignment, PartKey, TextGap, TextRange, TextSpan, TokenRange } from './types.ts'
export { alignTokens, type AlignmentInput } from './align-tokens.ts'
export { escapedBytes, looksLikeControl } from './spellings.ts'
export { wordsOf, type Word } from './words.ts'
