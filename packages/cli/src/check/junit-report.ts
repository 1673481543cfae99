import { isEnough } from '@logitscope/core'
import type { CheckResult, CheckSettings } from './compare-sides.ts'
import { headline, intervalText, isLoss, pText } from './figures.ts'

/** Text for XML 1.0: markup escaped, characters that no document may hold replaced. */
const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')

/** A JUnit report: a case a metric; failed where it lost, skipped where there is too little to tell. */
export function checkJunit(result: CheckResult, { options }: CheckSettings): string {
  const cases = result.tests.map((test) => {
    const facts = `difference ${intervalText(test.difference)}, n ${test.n} ${test.paired ? 'pairs' : 'a side'}, p ${pText(test.p)}, adjusted ${pText(test.adjusted)}`
    const open = `    <testcase classname="logitscope.check" name="${xml(test.metric)}"`
    if (isLoss(test, options.alpha)) return `${open}>\n      <failure message="${xml(`significant loss: ${facts}`)}"/>\n    </testcase>`
    if (!isEnough(test)) {
      const needed = test.needed === null ? '' : `, about ${test.needed} needed`
      return `${open}>\n      <skipped message="${xml(`too few to tell: ${facts}${needed}`)}"/>\n    </testcase>`
    }
    return `${open}/>`
  })
  const failures = result.tests.filter((test) => isLoss(test, options.alpha)).length
  const skipped = result.tests.filter((test) => !isLoss(test, options.alpha) && !isEnough(test)).length
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="logitscope check" ${counts}>`,
    ...cases,
    `    <system-out>${xml([headline(result), ...result.warnings.map(({ message }) => message)].join('\n'))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}
