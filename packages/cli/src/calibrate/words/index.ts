import type { Locale } from '@logitscope/core'
import { EN } from './en.ts'
import { TR } from './tr.ts'
import type { CalibrationWords } from './types.ts'

export type { CalibrationWords } from './types.ts'
export const CALIBRATION_WORDS: Readonly<Record<Locale, CalibrationWords>> = { en: EN, tr: TR }
