import { isEnough, visibleText } from '@logitscope/core'
import type { CheckResult, CheckSettings } from './compare-sides.ts'
import { figure, headline, intervalText, isLoss, neededText, percent, pText } from './figures.ts'

/** Text from outside inside a line of Markdown: nothing in it is markup, or another line. */
const plain = (text: string): string => visibleText(text).replace(/[\\`*_{}[\]<>()#+!|~&-]/g, '\\$&')

/** A summary for the page of a CI run. */
export function checkMarkdown(result: CheckResult, { options }: CheckSettings): string {
  const mark = !result.passed ? '❌' : result.decided ? '✅' : '⚠️'
  const lines = [
    '## logitscope check',
    '',
    `${mark} **${headline(result)}**`,
    '',
    '| metric | n | baseline | now | difference [95 %] | p | adjusted | |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...result.tests.map((test) => {
      const word = isLoss(test, options.alpha) ? '**loss**' : isEnough(test) ? 'no loss' : 'too few'
      const n = `${test.n}${test.paired ? ' pairs' : ' a side'}`
      return `| ${test.metric} | ${n} | ${figure(test.baseline)} | ${figure(test.current)} | ${intervalText(test.difference)} | ${pText(test.p)} | ${pText(test.adjusted)} | ${word} |`
    }),
  ]
  const needed = result.passed ? neededText(result, options.detect) : null
  if (needed !== null) lines.push('', `Too few to tell: ${needed}.`)
  if (result.labels !== null)
    lines.push(
      '',
      `Labels: ${result.labels.better} became right, ${result.labels.worse} became wrong (McNemar, one-sided p ${pText(result.labels.p)}).`,
    )
  const changed = result.mix.filter(({ adjusted }) => adjusted <= options.alpha)
  if (changed.length > 0)
    lines.push(
      '',
      '| what else is not as it was | baseline | now |',
      '| --- | ---: | ---: |',
      ...changed.map(
        ({ of, value, baseline, current }) =>
          `| ${of} ${value === '' ? '(not named)' : plain(value)} | ${percent(baseline)} | ${percent(current)} |`,
      ),
    )
  if (result.warnings.length > 0) lines.push('', ...result.warnings.map(({ message }) => `- ${plain(message)}`))
  return `${lines.join('\n')}\n`
}
