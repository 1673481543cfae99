import { TR_ALERTS } from './alerts/tr.ts'
import { TR_ANSWER } from './answer/tr.ts'
import { TR_ANSWERS } from './answers/tr.ts'
import { TR_CALIBRATION } from './calibration/tr.ts'
import { TR_COMPARE } from './compare/tr.ts'
import { TR_DRIFT } from './drift/tr.ts'
import { TR_HELP } from './help/tr.ts'
import { TR_REVIEW } from './review/tr.ts'
import { TR_SETUP } from './setup/tr.ts'
import type { MoreWords } from './types.ts'

export const TR_MORE: MoreWords = {
  answers: TR_ANSWERS,
  answer: TR_ANSWER,
  setup: TR_SETUP,
  alerts: TR_ALERTS,
  review: TR_REVIEW,
  compare: TR_COMPARE,
  calibration: TR_CALIBRATION,
  help: TR_HELP,
  drift: TR_DRIFT,
}
