/**
 * What live drift costs: CPU of an answer as the server hands it in, of closing an hour, and the memory of a monitor.
 *   node --expose-gc --import tsx --conditions=@logitscope/source bench/drift-cost.ts [ANSWERS_PER_DAY] [DAYS]
 * One project with 8 kinds of answers, sessions of 4; two weeks are learned, the rest is watched. CPU time of the process; load beside it matters less.
 */
import { createRandom, standardNormal } from '@logitscope/core'
import { documentOf } from '../packages/server/src/drift/monitor-document.ts'
import { createProjectMonitor, takeObserved } from '../packages/server/src/drift/project-monitor.ts'

const HOUR = 3_600_000
const perHour = Math.round(Number(process.argv[2] ?? 20_000) / 24)
const days = Number(process.argv[3] ?? 42)
const random = createRandom(7)
const collect = (globalThis as { gc?: () => void }).gc
if (collect === undefined) throw new Error('run with --expose-gc')

const used = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}
const micros = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}

const before = used()
const monitor = createProjectMonitor('project', 0)
const times = { learning: [0, 0], watching: [0, 0] }
const closing: number[] = []
let made = 0
for (let hour = 96; hour < 96 + 24 * days; hour++) {
  const answers = Array.from({ length: perHour }, (_, i) => {
    const kind = Math.floor(i / 4) % 8
    made += 1
    const avgLogprob = Math.min(0, -0.6 - 0.1 * kind + 0.4 * standardNormal(random))
    return {
      project: 'project',
      scope: { model: `m${kind % 4}`, language: kind < 4 ? 'en' : 'tr', template: '' },
      observation: {
        traceId: `answer-${made}`,
        at: hour * HOUR + Math.floor((i / perHour) * HOUR),
        session: `session-${hour}-${Math.floor(i / 4)}`,
        stratum: `language=${kind < 4 ? 'en' : 'tr'} model=m${kind % 4}`,
        values: { avgLogprob, geometricMeanProbability: Math.exp(avgLogprob) },
      },
    }
  })
  const phase = monitor.state.streams === null ? times.learning : times.watching
  const started = micros()
  takeObserved(monitor, answers[0]!)
  const closed = micros()
  for (let i = 1; i < answers.length; i++) takeObserved(monitor, answers[i]!)
  phase[0]! += micros() - closed
  phase[1]! += answers.length - 1
  closing.push(closed - started)
}
const after = used()
const watched = closing.slice(24 * 15).sort((a, b) => a - b)
console.log(`${perHour * 24} answers a day, ${days} days, state: ${monitor.state.streams === null ? 'learning' : 'watching'}`)
console.log(
  `an answer: ${(times.learning[0]! / times.learning[1]!).toFixed(2)} µs learning, ${(times.watching[0]! / times.watching[1]!).toFixed(2)} µs watching`,
)
console.log(
  `closing an hour, watching: median ${(watched[Math.floor(watched.length / 2)]! / 1000).toFixed(2)} ms, most ${(watched[watched.length - 1]! / 1000).toFixed(2)} ms; ending the learning ${(Math.max(...closing) / 1000).toFixed(1)} ms`,
)
console.log(
  `memory of the monitor: ${((after - before) / 1e6).toFixed(2)} MB; kept as ${(documentOf(monitor).length / 1e6).toFixed(2)} MB of JSON`,
)
