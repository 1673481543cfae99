import { visibleText, type CalibratedGroup, type CalibrationReport, type Estimate, type NumberFormat } from '@logitscope/core'
import { tableLine, tableTitles, type Column } from './table.ts'
import type { Voice } from './voice.ts'

const COLUMNS: readonly Column[] = [
  { title: 'right', align: 'right', width: 11 },
  { title: 'method', align: 'left', width: 11 },
  { title: 'AUROC', align: 'right', width: 18 },
  { title: 'ECE before → after (floor)', align: 'right', width: 26 },
  { title: 'Brier skill', align: 'right', width: 11 },
]

const estimate = ([low, mid, high]: Estimate): string => `${mid.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`

const share = (numbers: NumberFormat, value: number): string => numbers.percent(value)

function promiseLines(group: CalibratedGroup, { numbers, style }: Voice): string[] {
  return group.promises.map(({ kind, level, confidence, threshold, answeredShare, bestLevel, n }) => {
    const what =
      kind === 'error-among-answered'
        ? `at most ${share(numbers, level)} of the answered wrong, ${share(numbers, confidence ?? 0)} sure`
        : `at most ${share(numbers, level)} answered and wrong, on average`
    if (threshold !== null)
      return `    ${style.good('✓')} ${what}: answer where risk ≤ ${threshold.toFixed(3)} (${share(numbers, answeredShare)} of the answers)`
    const instead = bestLevel === null ? 'nothing can be promised' : `the best that can be promised is ${share(numbers, bestLevel)}`
    return `    ${style.warn('–')} ${what}: no threshold found${n === 0 ? ', because no labels are known to be drawn uniformly' : `; ${instead}`}`
  })
}

function groupLines(group: CalibratedGroup, voice: Voice): string[] {
  const { numbers, style } = voice
  const before = group.ece.before === null ? '' : `${group.ece.before.toFixed(3)} → `
  const cells = [
    { text: `${group.positives}/${group.n}` },
    { text: group.method },
    { text: estimate(group.auroc) },
    { text: `${before}${group.ece.after.toFixed(3)} (${group.ece.floor.toFixed(3)})` },
    { text: share(numbers, group.brier.skill) },
  ]
  const lines = [style.bold(visibleText(group.key)), `  ${tableTitles(COLUMNS, style.dim)}`, `  ${tableLine(COLUMNS, cells)}`]
  if (group.unscored.n > 0)
    lines.push(
      `    ${group.unscored.n} answers hold nothing to score (${group.unscored.positives} right): they are never answered as confident`,
    )
  if (group.parents.length > 0) lines.push(`    leans on ${group.parents.map((key) => visibleText(key)).join(', ')}`)
  if (group.unsure.n > 0) {
    const [low, high] = group.unsure.accuracy
    lines.push(`    ${group.unsure.n} unsure labels: between ${share(numbers, low)} and ${share(numbers, high)} are right`)
  }
  lines.push(...promiseLines(group, voice))
  for (const { kind, target, threshold, precision, recall, reviewedShare } of group.targets)
    lines.push(
      threshold === null
        ? `    ${kind} ${share(numbers, target)}: no threshold reaches it`
        : `    ${kind} ${share(numbers, target)}: look where risk > ${threshold.toFixed(3)} (${share(numbers, reviewedShare)} of the answers; precision ${precision === null ? '–' : estimate(precision)}, recall ${recall === null ? '–' : estimate(recall)})`,
    )
  for (const { threshold, answeredShare, error } of group.whatIf)
    lines.push(`    at risk ≤ ${threshold}: answered ${estimate(answeredShare)}, of these wrong ${error === null ? '–' : estimate(error)}`)
  const { labels, halfWidth } = group.moreLabels
  lines.push(
    style.dim(
      `    ${labels} labels more: share of right answers known to ±${share(numbers, halfWidth[1])} instead of ±${share(numbers, halfWidth[0])}`,
    ),
  )
  return lines
}

/** The report of a calibration for the terminal: figures of each fitted group, out of fold; why others were refused; what was found of languages. */
export function calibrationReport(report: CalibrationReport, voice: Voice): string {
  const { style } = voice
  const lines = report.groups.flatMap((group) => [...groupLines(group, voice), ''])
  for (const { key, reason, detail, parentSpeaks } of report.refused) {
    lines.push(`${style.bold(visibleText(key))}  ${style.warn(`not fitted (${reason})`)}`, `    ${visibleText(detail)}`)
    if (parentSpeaks) lines.push('    a more general level speaks for it')
    lines.push('')
  }
  for (const { model, languages, feature, needsLower, detail } of report.languageFindings)
    lines.push(
      `${visibleText(model)}: does ${languages[1]} need a lower ${feature} than ${languages[0]}? ${needsLower}: ${visibleText(detail)}`,
    )
  const pools = report.pools ?? []
  if (pools.length > 0)
    lines.push(
      style.dim(
        `levels for other answers: ${pools.map(({ level, key }) => (level === 'all' ? key : `${level} ${visibleText(key)}`)).join(' · ')}`,
      ),
    )
  lines.push(style.dim('Figures are out of fold. Promises hold for unchanged traffic.'))
  return `${lines.join('\n')}\n`
}
