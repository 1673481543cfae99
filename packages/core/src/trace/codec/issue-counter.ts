/** Issues of one record, counted by kind and place with the list positions left out: a million bad entries are one issue. */
import type { ReadIssue } from '../types.ts'

/** More kinds than this are counted together. */
const MOST_KINDS = 256
const LONGEST_NAME = 64

type Step = string | number

interface Counted {
  readonly code: string
  readonly path: string
  readonly message: string
  count: number
}

/** Collects issues; `enter` and `leave` say where the reader is. */
export interface IssueCounter {
  readonly enter: (step: Step) => void
  readonly leave: () => void
  /** Notes an issue at the present place, or at `step` below it. `count`: of how many such things it stands for. */
  readonly add: (code: string, message: string, step?: Step, count?: number) => void
  readonly list: () => ReadIssue[]
}

function pathOf(steps: readonly Step[], withPositions: boolean): string {
  let path = ''
  for (const step of steps) {
    if (typeof step === 'number') path += withPositions ? `[${step}]` : '[]'
    else {
      const name = step.length > LONGEST_NAME ? `${step.slice(0, LONGEST_NAME)}…` : step
      path += /^[A-Za-z_$][\w$]*$/.test(name) ? (path === '' ? name : `.${name}`) : `[${JSON.stringify(name)}]`
    }
  }
  return path
}

export function createIssueCounter(): IssueCounter {
  const steps: Step[] = []
  const counted = new Map<string, Counted>()
  return {
    enter: (step) => steps.push(step),
    leave: () => steps.pop(),
    add(code, message, step, count = 1) {
      const place = step === undefined ? steps : [...steps, step]
      let key = `${code} ${pathOf(place, false)}`
      let path = ''
      let text = message
      if (!counted.has(key)) {
        if (counted.size >= MOST_KINDS) {
          key = code
          text = 'and others'
        } else path = pathOf(place, true)
      }
      const known = counted.get(key)
      if (known === undefined) counted.set(key, { code, path, message: text, count })
      else known.count += count
    },
    list: () =>
      [...counted.values()].map(({ code, path, message, count }) =>
        count === 1 ? { code, path, message } : { code, path, message, count },
      ),
  }
}
