import { TR_MESSAGES, type Messages } from '@logitscope/core'
import { TR } from './tr.ts'
import type { Words } from './types.ts'

export const SPOKEN: { readonly words: Words; readonly messages: Messages } = { words: TR, messages: TR_MESSAGES }
