import { EN_ALERTS } from './alerts/en.ts'
import { EN_ANSWER } from './answer/en.ts'
import { EN_ANSWERS } from './answers/en.ts'
import { EN_CALIBRATION } from './calibration/en.ts'
import { EN_COMPARE } from './compare/en.ts'
import { EN_DRIFT } from './drift/en.ts'
import { EN_HELP } from './help/en.ts'
import { EN_REVIEW } from './review/en.ts'
import { EN_SETUP } from './setup/en.ts'
import type { MoreWords } from './types.ts'

export const EN_MORE: MoreWords = {
  answers: EN_ANSWERS,
  answer: EN_ANSWER,
  setup: EN_SETUP,
  alerts: EN_ALERTS,
  review: EN_REVIEW,
  compare: EN_COMPARE,
  calibration: EN_CALIBRATION,
  help: EN_HELP,
  drift: EN_DRIFT,
}
