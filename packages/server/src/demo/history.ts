import { uuidv7, type RandomSource, type Trace } from '@logitscope/core'
import { decoded } from './decoded.ts'
import { questionOf, type DemoRecording, type DemoVariant } from './recordings.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export interface DemoHistoryOptions {
  readonly recordings: readonly DemoRecording[]
  readonly random: RandomSource
  /** Epoch ms: the history ends here. */
  readonly now: number
  readonly answers: number
  readonly hours: number
}

/** Something that went wrong in the past, in hours before now, so that the charts of the day have something to show. */
const PAST: readonly {
  readonly variant: DemoVariant
  readonly project: string
  readonly promptVersion: string
  readonly from: number
  readonly to: number
}[] = [
  { variant: 'bad-version', project: 'bookshop-support', promptVersion: 'v6', from: 9, to: 7.5 },
  { variant: 'drift', project: 'school-facts', promptVersion: 'v7', from: 3, to: 2 },
]

/** More people ask by day than by night: weight of an hour of the day, 0 to 1. */
const busyness = (at: number): number => 0.25 + 0.75 * Math.max(0, Math.sin(((new Date(at).getHours() - 6) / 24) * 2 * Math.PI))

/** A day of back-dated answers, made of the recorded ones, oldest first. The same for the same random numbers and time. */
export function demoHistory({ recordings, random, now, answers, hours }: DemoHistoryOptions): readonly Trace[] {
  const traces = recordings.flatMap((recording) => {
    const trace = decoded(recording)
    return trace === undefined ? [] : [{ recording, trace }]
  })
  const times: number[] = []
  while (times.length < answers) {
    const at = now - random() * hours * HOUR
    if (random() < busyness(at)) times.push(Math.floor(at))
  }
  return times
    .sort((a, b) => a - b)
    .flatMap((startedAt, index) => {
      const project = traces[Math.floor(random() * traces.length)]?.recording.project ?? ''
      const hoursAgo = (now - startedAt) / HOUR
      const past = PAST.find((one) => one.project === project && hoursAgo <= one.from && hoursAgo > one.to)
      const fitting = traces.filter(({ recording }) => recording.project === project && recording.variant === (past?.variant ?? 'usual'))
      const picked = fitting[Math.floor(random() * fitting.length)]
      if (picked === undefined) return []
      const { recording, trace } = picked
      const requestId = uuidv7(startedAt, random)
      const firstTokenMs = Math.round(60 + random() * 120)
      const user = Math.floor(random() * 40)
      return [
        {
          ...trace,
          id: `${requestId}.0`,
          requestId,
          startedAt,
          timing: { totalMs: firstTokenMs + Math.round(trace.tokens.length * (20 + random() * 15)), firstTokenMs },
          context: {
            project,
            promptVersion: past?.promptVersion ?? (hoursAgo > 9 ? 'v5' : 'v7'),
            item: questionOf(recording),
            user: `reader-${user}`,
            session: `session-${user}-${Math.floor(index / 50)}`,
            tags: { source: 'demo-history' },
          },
        },
      ]
    })
}
