/** What the guide to wire formats says of each provider that speaks chat, and no test beside has yet. */
import { chunk, codesOf, onlyTrace, readStream, readWhole } from '@logitscope/testkit'
import { describe, expect, it } from 'vitest'
