export { keyTarget, type TokenElement } from './key-target.ts'
export { visibleSegments, visibleText, type VisibleKind, type VisibleOptions, type VisibleSegment } from './visible.ts'
export { visibleToken, visibleTokenText, type ShownToken } from './visible-token.ts'
export { PROBABILITY_CLASSES, probabilityClass } from './probability-class.ts'
export { DARK_TOKENS, LIGHT_TOKENS, type TokenColours } from './token-colours.ts'
export { stripShapes, type StripShapes } from './strip-shapes.ts'
export { tokenMarks, type TokenMark } from './token-marks.ts'
export { driftSentences } from './drift-sentences.ts'
export { verdictBasis } from './verdict-basis.ts'
export { carriedSentences, storeSentences } from './store-sentences.ts'
export { detectionFacts } from './detection-facts.ts'
export { numberFormat, type NumberFormat, type NumberFormatOptions } from './numbers.ts'
export {
  EN_MESSAGES,
  TR_MESSAGES,
  explain,
  fill,
  LOCALES,
  messagesFor,
  metricPathName,
  say,
  type Explained,
  type Locale,
  type Messages,
} from './messages/index.ts'
