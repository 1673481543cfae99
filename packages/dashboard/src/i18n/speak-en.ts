import { EN_MESSAGES, type Messages } from '@logitscope/core'
import { EN } from './en.ts'
import type { Words } from './types.ts'

export const SPOKEN: { readonly words: Words; readonly messages: Messages } = { words: EN, messages: EN_MESSAGES }
