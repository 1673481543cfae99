import { explain, fill, say as sayWord, visibleText, type Trace } from '@logitscope/core'
import { say } from './markup.ts'
import { tokenId } from './token-html.ts'

/** What the numbers rest on: tier, basis, completeness, and every integrity issue in words. */
export function evidenceSection(answer: number, { evidence, output: { verbalized } }: Trace): string {
  const measured = evidence.tier !== 'none' && evidence.tier !== 'verbalized'
  const facts = [
    say(({ messages }) => `${explain(messages.tiers, evidence.tier).name}: ${explain(messages.tiers, evidence.tier).meaning}`),
    ...(evidence.tier === 'top-k' ? [say(({ messages }) => fill(messages.sentences.listed, { k: evidence.k }))] : []),
    ...(!measured
      ? []
      : [
          say(
            ({ messages, words }) =>
              `${words.basis}: ${explain(messages.bases, evidence.basis).name}. ${explain(messages.bases, evidence.basis).meaning}`,
          ),
        ]),
    ...(evidence.vocabulary === undefined
      ? []
      : [say(({ words, numbers }) => fill(words.vocabulary, { size: numbers.integer(evidence.vocabulary ?? null) }))]),
    ...(!measured
      ? []
      : [
          say(({ messages, numbers }) =>
            evidence.completeness === null
              ? messages.sentences.completenessUnknown
              : fill(messages.sentences.completeness, { present: numbers.percent(evidence.completeness, 0) }),
          ),
        ]),
    ...(verbalized === undefined
      ? []
      : [
          say(({ messages, numbers }) =>
            fill(messages.sentences.stated, {
              value: numbers.percent(verbalized.value),
              raw: visibleText(verbalized.raw),
              field: visibleText(verbalized.field),
            }),
          ),
        ]),
  ]
  const issues = evidence.issues.map((issue) => {
    const times = issue.count > 1 ? `, ${say(({ words, numbers }) => fill(words.times, { count: numbers.integer(issue.count) }))}` : ''
    const place =
      issue.at === undefined
        ? ''
        : `, <a href="#${tokenId(answer, issue.at)}" data-tokens="${issue.at},${issue.at + 1}">${say(({ words }) => fill(words.place, { at: issue.at ?? 0 }))}</a>`
    const detail = issue.detail === undefined ? '' : ` <small>${say(() => visibleText(issue.detail ?? ''))}</small>`
    return `<li>${say(({ messages }) => sayWord(messages.issues, issue.code))}${times}${place}${detail}</li>`
  })
  return (
    `<section class="card"><h3>${say(({ words }) => words.evidence)}</h3><ul class="facts">${facts.map((fact) => `<li>${fact}</li>`).join('')}</ul>` +
    (issues.length === 0 ? `<p class="quiet">${say(({ words }) => words.noIssues)}</p>` : `<ul class="issues">${issues.join('')}</ul>`) +
    `</section>`
  )
}
