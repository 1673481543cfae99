import { TR_MESSAGES, type Messages } from '@logitscope/core'
import { TR_FIRST } from './tr-first.ts'
import type { FirstWords } from './types.ts'

export const SPOKEN: { readonly words: FirstWords; readonly messages: Messages } = { words: TR_FIRST, messages: TR_MESSAGES }
