import { isEnough, visibleText } from '@logitscope/core'
import type { Voice } from '../report/voice.ts'
import { tableLine, tableTitles, type Column } from '../report/table.ts'
import { wrap } from '../terminal/display-width.ts'
import type { CheckResult, CheckSettings } from './compare-sides.ts'
import { figure, headline, intervalText, isLoss, neededText, percent, pText } from './figures.ts'

const left = (title: string, width: number): Column => ({ title, align: 'left', width })
const right = (title: string, width: number): Column => ({ title, align: 'right', width })

const COLUMNS: readonly Column[] = [
  left('metric', 18),
  right('n', 6),
  right('baseline', 9),
  right('now', 9),
  right('difference [95 %]', 27),
  right('p', 8),
  right('adjusted', 8),
  left('', 12),
]

/** Lines for the terminal. */
export function checkReport(result: CheckResult, { options }: CheckSettings, voice: Voice): string[] {
  const { style } = voice
  const paint = !result.passed ? style.bad : result.decided ? style.good : style.warn
  const lines = [paint(style.bold(headline(result))), '']
  lines.push(tableTitles(COLUMNS, style.dim))
  for (const test of result.tests) {
    const lost = isLoss(test, options.alpha)
    const word = lost ? 'loss' : isEnough(test) ? 'no loss' : 'too few'
    lines.push(
      tableLine(COLUMNS, [
        { text: test.metric },
        { text: `${test.n}${test.paired ? '' : '*'}` },
        { text: figure(test.baseline) },
        { text: figure(test.current) },
        { text: intervalText(test.difference) },
        { text: pText(test.p) },
        { text: pText(test.adjusted) },
        { text: word, paint: lost ? style.bad : isEnough(test) ? style.good : style.warn },
      ]),
    )
  }
  if (result.tests.some(({ paired }) => !paired)) lines.push(style.dim('* not paired: answers of the smaller side'))
  const tolerated = result.tests.filter(({ tolerance }) => tolerance > 0)
  if (tolerated.length > 0)
    lines.push(style.dim(`tolerated: ${tolerated.map(({ metric, tolerance }) => `${metric} ${tolerance}`).join(', ')}`))
  const needed = result.passed ? neededText(result, options.detect) : null
  if (needed !== null) lines.push('', ...wrap(needed, voice.columns))
  if (result.labels !== null) {
    const { better, worse, p } = result.labels
    lines.push('', `labels: ${better} became right, ${worse} became wrong (McNemar, one-sided p ${pText(p)})`)
  }
  const changed = result.mix.filter(({ adjusted }) => adjusted <= options.alpha)
  if (changed.length > 0) {
    lines.push('', 'what else is not as it was:')
    for (const { of, value, baseline, current } of changed)
      lines.push(`  ${of} ${visibleText(value === '' ? '(not named)' : value)}: ${percent(baseline)} → ${percent(current)}`)
  }
  if (result.warnings.length > 0) {
    lines.push('')
    for (const { message } of result.warnings) lines.push(...wrap(`note: ${visibleText(message)}`, voice.columns))
  }
  return lines
}
