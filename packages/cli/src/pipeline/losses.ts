import { createRecordReader } from '@logitscope/adapters'
import { utf8Encode, visibleText, type ReadIssue, type Trace } from '@logitscope/core'
import type { ConvertRecord } from './targets.ts'

/** What a target does not hold, by field. */
export interface Losses {
  /** Counts what the encoder found, and what reading the lines back shows beside that. */
  readonly add: (record: ConvertRecord, target: string, body: string, lost: readonly ReadIssue[]) => void
  /** One line a field, the most frequent first; empty where nothing was lost. */
  readonly lines: () => readonly string[]
}

type Fields = Readonly<Record<string, unknown>>

/** What stands beside the output: the encoder looks after output, tokens and usage itself. The ids are made by the reader. */
function besides({ source, request, startedAt, timing, context }: Trace): Fields {
  const inner = (name: string, value: object): [string, unknown][] => Object.entries(value).map(([key, one]) => [`${name}.${key}`, one])
  const { provider, requestedModel, model, responseId, choice, status } = source
  return Object.fromEntries(
    [
      ...inner('source', { provider, requestedModel, model, responseId, choice, status }),
      ...inner('request', request),
      ...inner('context', { ...context, project: context.project === 'default' ? undefined : context.project }),
      ['startedAt', startedAt] as [string, unknown],
      ['timing', timing.totalMs === 0 ? undefined : timing] as [string, unknown],
    ].filter(([, value]) => value !== undefined && value !== '' && !isEmpty(value)),
  )
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0

function readBack(target: string, body: string): ConvertRecord {
  const reader = createRecordReader({ format: target })
  const records = [...reader.push(utf8Encode(body)), ...reader.end()]
  const correct = records.find(({ label }) => label !== undefined)?.label?.correct ?? null
  return { traces: records.flatMap(({ traces }) => traces), ...(correct === null ? {} : { label: { correct } }) }
}

export function createLosses(): Losses {
  const counts = new Map<string, number>()

  return {
    add(record, target, body, lost) {
      const fields = new Set(lost.map(({ path }) => path))
      const again = readBack(target, body)
      record.traces.forEach((trace, i) => {
        const held = again.traces[i]
        const other = held === undefined ? {} : besides(held)
        for (const [name, value] of Object.entries(besides(trace)))
          if (JSON.stringify(value) !== JSON.stringify(other[name])) fields.add(name)
      })
      if (record.label !== undefined && again.label?.correct !== record.label.correct) fields.add('label')
      for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1)
    },
    lines() {
      const rows = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      const width = Math.max(0, ...rows.map(([field]) => field.length))
      return rows.map(([field, count]) => `  ${visibleText(field).padEnd(width)}  ${count}`)
    },
  }
}
