/** Ends a stream of Chat or legacy Completions. */
import type { StreamEnding } from '../contract.ts'
import { asArray, asCount, asRecord, isPresent, type Wire } from '../shared/wire.ts'
import { picked, watchStream } from './watch-stream.ts'

/** What all chunks of a stream repeat. */
const OUTER = ['id', 'object', 'created', 'model', 'system_fingerprint', 'service_tier', 'provider'] as const

interface Choice {
  /** As it came last. */
  readonly last: Wire
  readonly isFinished: boolean
  readonly inTool: boolean
}

const callsTool = (delta: Wire | null): boolean =>
  delta !== null && ((asArray(delta['tool_calls'])?.length ?? 0) > 0 || isPresent(delta['function_call']))

function finishing(index: number, { last }: Choice, reason: string): Wire {
  return {
    index,
    ...(asRecord(last['delta']) === null ? { text: '' } : { delta: {} }),
    ...(last['logprobs'] === undefined ? {} : { logprobs: null }),
    finish_reason: reason,
  }
}

/**
 * A last chunk for each choice that was not finished, then `[DONE]`. A tool call that was begun lasts until its choice is finished.
 * No usage is written, even where the client asked for it: it is not known.
 */
export function finishChoices(): StreamEnding {
  const choices = new Map<number, Choice>()
  let outer: Wire = {}
  return watchStream({
    event(value) {
      for (const entry of asArray(value['choices']) ?? []) {
        const choice = asRecord(entry)
        if (choice === null) continue
        outer = picked(value, OUTER)
        const index = asCount(choice['index']) ?? 0
        const before = choices.get(index)
        choices.set(index, {
          last: choice,
          isFinished: before?.isFinished === true || isPresent(choice['finish_reason']),
          inTool: before?.inTool === true || callsTool(asRecord(choice['delta'])),
        })
      }
    },
    end(reason) {
      if (choices.size === 0) return null
      const open = [...choices].filter(([, choice]) => !choice.isFinished)
      if (open.some(([, choice]) => choice.inTool)) return null
      return [...open.map(([index, choice]) => ({ data: { ...outer, choices: [finishing(index, choice, reason)] } })), { data: '[DONE]' }]
    },
  })
}
