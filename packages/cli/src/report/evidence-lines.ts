import { explain, fill, say, visibleText, type Evidence, type Trace } from '@logitscope/core'
import { wrap } from '../terminal/display-width.ts'
import type { Voice } from './voice.ts'

/** Every integrity issue with its code, in words. */
export function issueLines(evidence: Evidence, { messages, numbers, style, columns }: Voice): readonly string[] {
  return evidence.issues.flatMap((issue) => {
    const where = issue.at === undefined ? '' : `, first at token ${issue.at}`
    const times = issue.count > 1 ? `, ${numbers.integer(issue.count)} times` : ''
    const detail = issue.detail === undefined ? '' : ` (${visibleText(issue.detail)})`
    const text = `${visibleText(issue.code)}: ${say(messages.issues, issue.code)}${times}${where}${detail}`
    return wrap(text, columns - 4).map((line, i) => style.warn(`${i === 0 ? '  ! ' : '    '}${line}`))
  })
}

/** The confidence that the answer states itself, on lines of its own. */
function statedLines({ output: { verbalized } }: Trace, { messages, numbers, columns }: Voice): readonly string[] {
  if (verbalized === undefined) return []
  const { value, raw, field } = verbalized
  const text = fill(messages.sentences.stated, { value: numbers.percent(value), raw: visibleText(raw), field: visibleText(field) })
  return wrap(text, columns - 2).map((line) => `  ${line}`)
}

/** What the numbers rest on, in words. */
export function evidenceLines(trace: Trace, voice: Voice): readonly string[] {
  const { evidence } = trace
  const { messages, numbers, style } = voice
  const tier = explain(messages.tiers, evidence.tier)
  const basis = explain(messages.bases, evidence.basis)
  const facts = [tier.name]
  if (evidence.tier === 'top-k') facts.push(fill(messages.sentences.listed, { k: evidence.k }))
  if (evidence.vocabulary !== undefined) facts.push(`vocabulary of ${numbers.integer(evidence.vocabulary)}`)
  if (evidence.tier !== 'none' && evidence.tier !== 'verbalized') {
    facts.push(evidence.basis === 'unknown' ? 'before or after temperature: not known' : `values are ${basis.name}`)
    facts.push(
      evidence.completeness === null
        ? messages.sentences.completenessUnknown
        : fill(messages.sentences.completeness, { present: numbers.percent(evidence.completeness, 0) }),
    )
  }
  const lines = wrap(facts.join('; '), voice.columns - 2).map((line) => `  ${line}`)
  lines.push(...statedLines(trace, voice), ...issueLines(evidence, voice))
  if (evidence.issues.length === 0) lines.push(style.dim('  no integrity issues'))
  return lines
}
