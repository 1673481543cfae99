import { keyTarget } from '@logitscope/core'
import { main, moveCursor, numbers, showToken, stripToken } from './client/index.ts'

const PARTS = Object.entries({ keyTarget, moveCursor, numbers, showToken, stripToken }).map(([name, part]) => `${name}:${String(part)}`)

/** The page's script: the source text of functions that import nothing, called with one another. */
export const SCRIPT: string = ['"use strict";(', String(main), ')({', PARTS.join(','), '})'].join('')
