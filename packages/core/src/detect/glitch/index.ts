export { findGlitchTokens, type GlitchOptions } from './find-glitch-tokens.ts'
export { glitchOfPiece, type Glitch, type GlitchReason } from './glitch-of-piece.ts'
