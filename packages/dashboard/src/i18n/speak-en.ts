import { EN_MESSAGES, type Messages } from '@logitscope/core'
import { EN_FIRST } from './en-first.ts'
import type { FirstWords } from './types.ts'

export const SPOKEN: { readonly words: FirstWords; readonly messages: Messages } = { words: EN_FIRST, messages: EN_MESSAGES }
