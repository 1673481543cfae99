export type { AlignedWord, Alignment, AlignmentStatus, PartAlignment, PartKey, TextGap, TextRange, TextSpan, TokenRange } from './types.ts'
