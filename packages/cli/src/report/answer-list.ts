import { visibleText, type Detection, verdictName } from '@logitscope/core'
import type { Answer } from '../pipeline/answer.ts'
import { truncateMiddle } from '../terminal/display-width.ts'
import { boundSign } from './metric-lines.ts'
import { tableLine, tableTitles, tableWidth, type Cell, type Column } from './table.ts'
import { actionPaint } from './verdict-lines.ts'
import type { Voice } from './voice.ts'

/** Letters for detections in the narrow list. */
const LETTERS: Readonly<Record<string, string>> = {
  'sudden-drop': 'D',
  'sustained-low': 'S',
  repetition: 'R',
  'glitch-token': 'G',
  hotspot: 'H',
}
export const LIST_LEGEND =
  'entropy: highest of a token, bits. Flags: D drop  S low stretch  R repetition  G glitch  H hotspots  V states a confidence itself  ! integrity issue  ? a rule could not be decided'

function flagText(detections: readonly Detection[], stated: boolean, issues: number, undecided: number): string {
  const counts = new Map<string, number>()
  for (const { kind } of detections) {
    const letter = LETTERS[kind]
    if (letter !== undefined) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  const found = Object.values(LETTERS).flatMap((letter) => {
    const count = counts.get(letter) ?? 0
    return count === 0 ? [] : [count === 1 ? letter : `${letter}${count}`]
  })
  return [...found, ...(stated ? ['V'] : []), ...(issues > 0 ? ['!'] : []), ...(undecided > 0 ? ['?'] : [])].join(' ')
}

/** A list of answers, one line each, that fits the terminal; what room is left shows the text. */
export interface AnswerList {
  readonly titles: string
  line: (answer: Answer) => string
}

export function answerList(voice: Voice, shortName: (file: string) => string = (file) => file): AnswerList {
  const { style, numbers, messages } = voice
  const right = (title: string, width: number): Column => ({ title, align: 'right', width })
  const left = (title: string, width: number): Column => ({ title, align: 'left', width })
  const narrow = voice.columns < 72
  const head = [right('#', 4)]
  const middle = [
    right('tok', 5),
    right('mean', 6),
    ...(narrow ? [] : [right('ppl', 5), right('low', 4), right('entropy', 9)]),
    left('flags', narrow ? 7 : 8),
    left('verdict', 8),
  ]
  const used = tableWidth([...head, ...middle])
  const room = Math.max(8, voice.columns - used - 2)
  const fileWidth = room > 44 ? Math.min(40, room >> 1) : room
  const textWidth = room - fileWidth - 2
  const columns = [...head, left('file', fileWidth), ...middle, ...(textWidth > 15 ? [left('text', textWidth)] : [])]

  const entropy = (answer: Answer): string => {
    const interval = answer.analysis.metrics.maxTokenEntropy
    if (interval === null) return '–'
    const [lower, upper] = interval.map((end) => numbers.number(end, 1))
    return lower === upper ? (lower ?? '') : `${lower}…${upper}`
  }
  const short = (value: number | null, decimals: number): string => {
    if (value === null) return '–'
    return Math.abs(value) >= 1000 ? value.toExponential(0).replace('e+', 'e') : numbers.number(value, decimals)
  }

  return {
    titles: tableTitles(columns, style.dim),
    line(answer) {
      const { analysis, trace } = answer
      const { metrics, verdict } = analysis
      const called = verdictName(analysis)
      const tight = (name: 'avgLogprob' | 'perplexity'): string => boundSign(name, metrics).trim()
      const action = messages.actions[called].name
      const place = `${visibleText(shortName(answer.file))}:${answer.index}${trace.source.choice > 0 ? `.${trace.source.choice}` : ''}`
      const numeric: Cell[] = [
        { text: numbers.integer(metrics.tokenCount) },
        { text: metrics.avgLogprob === null ? '–' : tight('avgLogprob') + short(metrics.avgLogprob, 2) },
      ]
      if (!narrow)
        numeric.push(
          { text: metrics.perplexity === null ? '–' : tight('perplexity') + short(metrics.perplexity, 1) },
          { text: numbers.percent(metrics.lowConfidenceRatio, 0) },
          { text: entropy(answer) },
        )
      return tableLine(columns, [
        { text: String(answer.number), paint: style.dim },
        { text: truncateMiddle(place, fileWidth) },
        ...numeric,
        {
          text: flagText(
            analysis.detections,
            trace.output.verbalized !== undefined,
            trace.evidence.issues.length,
            verdict.undecided.length,
          ),
        },
        { text: action, paint: actionPaint(called, voice) },
        ...(textWidth > 15 ? [{ text: visibleText(trace.output.text.slice(0, 400)).slice(0, textWidth), paint: style.dim }] : []),
      ]).split('\n')[0]!
    },
  }
}
