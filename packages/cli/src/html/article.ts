import { explain, indexOfChosen, thresholdsFor, visibleText, type Profile, type Trace, verdictName } from '@logitscope/core'
import type { Answer } from '../pipeline/answer.ts'
import { evidenceSection } from './evidence-section.ts'
import { foundSection } from './found-section.ts'
import { escapeHtml, label, say, scriptJson } from './markup.ts'
import { metricsSection } from './metrics-section.ts'
import { strip } from './strip.ts'
import { tokenData } from './token-data.ts'
import { tokenRuns } from './token-html.ts'
import { scoreSection, verdictSection } from './verdict-section.ts'

const text = (value: string): string => escapeHtml(visibleText(value))

function facts({ trace, analysis, label: given }: Answer): string {
  const { source, output, tokens } = trace
  const model = source.model === '' ? source.requestedModel : source.model
  const parts = [
    ...(model === '' ? [] : [text(model)]),
    `${text(source.api)}${source.streamed ? `, ${say(({ words }) => words.streamed)}` : ''}`,
    say(({ words, numbers }) => `${numbers.integer(tokens.length)} ${words.tokens}`),
    say(({ messages }) => messages.finishes[output.finish.unified]),
    say(({ words, messages }) => {
      const { tag, source: how } = analysis.language
      return `${words.detectedLanguage}: ${how === 'unknown' ? messages.languageSources.unknown : `${visibleText(tag)} (${messages.languageSources[how]})`}`
    }),
    say(({ words }) => `${words.profile}: ${visibleText(analysis.profile.name)} v${analysis.profile.version}`),
  ]
  if (given !== undefined) parts.push(say(({ words }) => `${words.labelled}: ${given.correct ? words.correct : words.incorrect}`))
  return `<p class="facts-line">${parts.join(' · ')}</p>`
}

function prompt({ request }: Trace): string {
  const blocks = (request.messages ?? []).map(
    (message) =>
      `<dt>${text(message.role)}</dt><dd>${message.content === null ? '' : multiline(message.content)}${(message.parts ?? []).map((part) => multiline(JSON.stringify(part, null, 1))).join('')}</dd>`,
  )
  if (request.prompt !== undefined) blocks.push(`<dt></dt><dd>${multiline(request.prompt)}</dd>`)
  return blocks.length === 0
    ? ''
    : `<details class="prompt"><summary>${say(({ words }) => words.prompt)}</summary><dl>${blocks.join('')}</dl></details>`
}

/** Nothing else goes into a `lang` attribute. */
const LANGUAGE_TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i

/** Text with its own line breaks, everything else that hides made visible. */
function multiline(value: string): string {
  return value.split('\n').map(text).join('\n')
}

function tokens(answer: Answer): string {
  const { trace, analysis, number } = answer
  if (trace.tokens.length === 0) {
    const { output } = trace
    const written = [output.text, output.refusal ?? '']
      .filter((part) => part !== '')
      .map((part) => `<div class="text">${multiline(part)}</div>`)
    return `${written.join('')}<p class="quiet">${say(({ words }) => words.noTokens)}</p>`
  }
  const runs = tokenRuns(number, trace, analysis)
  const names = runs.length > 1 || runs[0]?.part !== 'content'
  const { tag, source } = analysis.language
  const lang = source !== 'unknown' && LANGUAGE_TAG.test(tag) ? ` lang="${tag}"` : ''
  const keys = `a${number}keys`
  const blocks = runs.map(({ part, partIndex, html }) => {
    const call = part === 'tool' ? trace.output.toolCalls?.[partIndex]?.name : undefined
    const name = names
      ? `<p class="part">${say(({ messages }) => messages.parts[part as keyof typeof messages.parts])}${call === undefined ? '' : ` ${text(call)}`}</p>`
      : ''
    return `${name}<div class="text" dir="auto"${lang} role="group" ${label(({ words }) => words.text)} aria-describedby="${keys}">${html}</div>`
  })
  return `${blocks.join('')}<p class="quiet keys" id="${keys}">${say(({ words }) => words.keys)}</p>`
}

/** One answer, complete in itself. */
export function articleHtml(answer: Answer, profile: Profile): string {
  const { number, trace, analysis, file, index } = answer
  const { lowTokenLogprob } = thresholdsFor(profile, analysis.language.tag)
  const choice = trace.source.choice > 0 ? `, ${say(({ words }) => words.choice)} ${trace.source.choice}` : ''
  const { error } = trace.output
  return (
    `<article id="a${number}" data-number="${number}" tabindex="-1"><h2>${say(({ words }) => words.answer)} ${number} <small>${text(file)} #${index}${choice}</small></h2>` +
    facts(answer) +
    (error === undefined ? '' : `<p class="alarm">${say(({ words }) => words.error)}: ${text(`${error.code} ${error.message}`)}</p>`) +
    prompt(trace) +
    verdictSection(analysis, profile) +
    `<div class="columns"><div class="main"><section class="card reading"><h3>${say(({ words }) => words.text)}</h3>${strip(trace, analysis, lowTokenLogprob)}${tokens(answer)}</section>` +
    foundSection(number, analysis.detections) +
    `</div><div class="side">${scoreSection(analysis)}${metricsSection(analysis, profile)}${evidenceSection(number, trace)}</div></div>` +
    `<script type="application/json" class="data">${scriptJson(tokenData(trace, analysis, indexOfChosen))}</script></article>\n`
  )
}

/** The line of an answer in the page's list. */
export function listRow({ number, file, index, trace, analysis }: Answer, shortName: (file: string) => string): string {
  const { metrics } = analysis
  const called = verdictName(analysis)
  const excerpt = trace.output.text.slice(0, 120)
  return (
    `<tr><td class="num"><a href="#a${number}">${number}</a></td><td>${text(shortName(file))} #${index}${trace.source.choice > 0 ? `.${trace.source.choice}` : ''}</td>` +
    `<td class="excerpt">${text(excerpt)}${trace.output.text.length > 120 ? '…' : ''}</td>` +
    `<td class="num tokens">${say(({ numbers }) => numbers.integer(metrics.tokenCount))}</td><td class="num">${say(({ numbers }) => numbers.number(metrics.avgLogprob, 2))}</td>` +
    `<td><span class="badge v-${called}">${say(({ messages }) => explain(messages.actions, called).name)}</span></td></tr>`
  )
}
