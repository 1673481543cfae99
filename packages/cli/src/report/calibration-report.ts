import { fill, visibleText, type CalibratedGroup, type CalibrationReport } from '@logitscope/core'
import {
  baselineTexts,
  costText,
  estimateText,
  labelTexts,
  languageText,
  moreLabelsText,
  promiseText,
  refusalText,
  targetText,
  whatIfText,
  type CalibrationSpeaker,
} from '../calibrate/sayings.ts'
import type { Style } from '../terminal/style.ts'
import { tableLine, tableTitles, type Column } from './table.ts'

function columnsOf({ words }: CalibrationSpeaker): readonly Column[] {
  return [
    { title: words.right, align: 'right', width: 11 },
    { title: words.method, align: 'left', width: 11 },
    { title: 'AUROC', align: 'right', width: 18 },
    { title: words.eceHead, align: 'right', width: 26 },
    { title: words.skill, align: 'right', width: 13 },
  ]
}

function groupLines(group: CalibratedGroup, speaker: CalibrationSpeaker, style: Style): string[] {
  const { words, numbers } = speaker
  const columns = columnsOf(speaker)
  const before = group.ece.before === null ? '' : `${numbers.number(group.ece.before)} → `
  const cells = [
    { text: `${group.positives}/${group.n}` },
    { text: words.methods[group.method] },
    { text: estimateText(speaker, group.auroc) },
    { text: `${before}${numbers.number(group.ece.after)} (${numbers.number(group.ece.floor)})` },
    { text: numbers.percent(group.brier.skill) },
  ]
  return [
    style.bold(visibleText(group.key)),
    `  ${tableTitles(columns, style.dim)}`,
    `  ${tableLine(columns, cells)}`,
    ...labelTexts(speaker, group).map((text) => `    ${text}`),
    ...group.promises.map((promise) => `    ${promise.found ? style.good('✓') : style.warn('–')} ${promiseText(speaker, promise)}`),
    ...group.targets.map((target) => `    ${targetText(speaker, target)}`),
    ...group.whatIf.map((one) => `    ${whatIfText(speaker, one)}`),
    ...(group.costs === null ? [] : [style.dim(`    ${costText(speaker, group.costs)}`)]),
    style.dim(`    ${moreLabelsText(speaker, group)}`),
  ]
}

/** The report of a calibration for the terminal: figures of each fitted group, out of fold; why others were refused; what was found of languages. */
export function calibrationReport(report: CalibrationReport, speaker: CalibrationSpeaker, style: Style): string {
  const { words } = speaker
  const lines = report.groups.flatMap((group) => [...groupLines(group, speaker, style), ''])
  for (const refused of report.refused) {
    lines.push(
      `${style.bold(visibleText(refused.key))}  ${style.warn(fill(words.notFitted, { reason: refused.reason }))}`,
      `    ${refusalText(speaker, refused)}`,
    )
    if (refused.parentSpeaks) lines.push(`    ${words.parentSpeaks}`)
    lines.push('')
  }
  for (const finding of report.languageFindings) lines.push(languageText(speaker, finding))
  const baselines = report.baselines ?? []
  if (baselines.length > 0) {
    lines.push(words.baselines)
    for (const baseline of baselines)
      lines.push(`  ${style.bold(visibleText(baseline.key))}`, ...baselineTexts(speaker, baseline).map((text) => `    ${text}`))
    lines.push('')
  }
  const pools = report.pools ?? []
  if (pools.length > 0) {
    const levels = pools.map(({ level, key }) => (level === 'all' ? key : `${level} ${visibleText(key)}`)).join(' · ')
    lines.push(style.dim(fill(words.levels, { levels })))
  }
  if (report.groups.length > 0) lines.push(style.dim(words.outOfFold))
  return `${lines.join('\n')}\n`
}
