import { detectionFacts, explain, fill, visibleText, type Detection } from '@logitscope/core'
import { orderedKinds } from '../report/detection-lines.ts'
import { escapeHtml, say } from './markup.ts'
import { tokenId } from './token-html.ts'

const OPEN_KINDS = 6
const LONGEST = 160

function item(answer: number, detection: Detection): string {
  const text = visibleText(detection.text.length > LONGEST ? `${detection.text.slice(0, LONGEST)}…` : detection.text)
  const told = say(({ messages, numbers }) => detectionFacts(detection, messages, numbers).join(' · '))
  const facts = told === '' ? '' : ` · ${told}`
  return (
    `<li><a href="#${tokenId(answer, detection.tokens[0])}" data-tokens="${detection.tokens[0]},${detection.tokens[1]}">${text === '' ? '∅' : escapeHtml(text)}</a> ` +
    `<small>${say(({ words }) => fill(words.place, { at: detection.tokens[0] }))}${detection.part === 'content' ? '' : ` · ${escapeHtml(visibleText(detection.part))}`} ${facts}</small></li>`
  )
}

/** What was found, by kind, each entry a link to its place in the text. */
export function foundSection(answer: number, detections: readonly Detection[]): string {
  const kinds = orderedKinds(detections).map((kind) => {
    const found = detections.filter((detection) => detection.kind === kind)
    const items = found.map((detection) => item(answer, detection)).join('')
    return (
      `<details${found.length <= OPEN_KINDS ? ' open' : ''}><summary>${say(({ messages }) => explain(messages.detections, kind).name)} <span class="count">${found.length}</span> ` +
      `<small>${say(({ messages }) => explain(messages.detections, kind).meaning)}</small></summary><ul>${items}</ul></details>`
    )
  })
  return `<section class="card"><h3>${say(({ words }) => words.found)}</h3>${kinds.length === 0 ? `<p class="quiet">${say(({ words }) => words.nothingFound)}</p>` : kinds.join('')}</section>`
}
