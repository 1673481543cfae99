import { createHash } from 'node:crypto'
import { fill, LOCALES } from '@logitscope/core'
import { label, say, scriptJson, SPEAKERS } from './markup.ts'
import { SCRIPT } from './script.ts'
import { STYLESHEET } from './stylesheet.ts'

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing but what is written in the page: its own script and style by their hashes, no request to anywhere. */
export const POLICY: string = [
  `default-src 'none'`,
  `script-src ${hash(SCRIPT)}`,
  `style-src ${hash(STYLESHEET)}`,
  'img-src data:',
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ')

export interface PageContent {
  /** Answers in the page. */
  readonly shown: number
  /** Answers that were read. */
  readonly total: number
  /** Rows of the list, where there is more than one answer. */
  readonly rows: readonly string[]
}

const TITLE = 'logitscope'

function legend(): string {
  const classes = Array.from(
    { length: 10 },
    (_, i) => `<span class="c${i}">${say(({ numbers }) => numbers.percent(i / 10, 0))}</span>`,
  ).join('')
  const entry = (className: string, text: string): string => `<span><span class="t ${className}">abc</span> ${text}</span>`
  return (
    `<div class="legend"><span>${say(({ words }) => words.legend)}</span><span class="scale">${classes}</span><span>${say(({ words }) => words.legendLow)}</span>` +
    entry(
      'plain h',
      say(({ words }) => words.legendHotspot),
    ) +
    entry(
      'plain e',
      say(({ words }) => words.legendEntity),
    ) +
    entry(
      'plain x',
      say(({ words }) => words.legendAlarm),
    ) +
    entry(
      'cu',
      say(({ words }) => words.legendUnknown),
    ) +
    `</div>`
  )
}

function list({ rows }: PageContent): string {
  if (rows.length < 2) return ''
  const heads = [
    '#',
    say(({ words }) => words.file),
    say(({ words }) => words.answer),
    say(({ words }) => words.tokens),
    say(({ words }) => words.mean),
    say(({ words }) => words.verdict),
  ]
  return (
    `<nav class="list" ${label(({ words }) => words.list)}><details open><summary>${say(({ words }) => words.list)}</summary><div class="list-body scroll"><table>` +
    `<thead><tr>${heads.map((head, i) => `<th scope="col" class="${['num', '', 'excerpt', 'num tokens', 'num', ''][i] ?? ''}">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></details></nav>`
  )
}

/** Everything before the answers. */
export function pageStart(content: PageContent): string {
  const many = content.shown > 1
  const steps = many
    ? `<nav><button type="button" data-step="-1">← ${say(({ words }) => words.previous)}</button> <button type="button" data-step="1">${say(({ words }) => words.next)} →</button></nav>`
    : ''
  const count =
    content.shown === content.total
      ? ''
      : `<p class="quiet">${say(({ words, numbers }) => fill(words.shownOf, { shown: numbers.integer(content.shown), total: numbers.integer(content.total) }))}</p>`
  return (
    `<!doctype html>\n<html lang="en" data-lang="en">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="referrer" content="no-referrer"><title>${TITLE}</title><style>${STYLESHEET}</style></head>\n<body>\n` +
    `<a class="skip" href="#answers">${say(({ words }) => words.skip)}</a><header class="top"><h1>${TITLE} <small>${say(({ words }) => words.answers)}</small></h1>${steps}<div class="switch" role="group" aria-label="Language / Dil">` +
    LOCALES.map(
      (locale) =>
        `<button type="button" lang="${locale}" data-set-lang="${locale}" aria-pressed="${locale === 'en'}">${SPEAKERS.find((speaker) => speaker.locale === locale)?.words.language ?? locale}</button>`,
    ).join('') +
    `</div></header>\n<main>${count}${list(content)}${legend()}<noscript><p class="quiet">${say(({ words }) => words.noScript)}</p></noscript><div id="answers" tabindex="-1"></div>\n`
  )
}

/** Everything after the answers. */
export function pageEnd(): string {
  const texts = Object.fromEntries(SPEAKERS.map(({ locale, words }) => [locale, { ...words, title: `${TITLE} – ${words.answers}` }]))
  return (
    `</main>\n<p class="foot">${say(({ words }) => words.limits)}</p>\n` +
    `<aside class="panel" ${label(({ words }) => words.panel)}><output id="panel" aria-live="polite"><span class="quiet">${say(({ words }) => words.panelHint)}</span></output></aside>\n` +
    `<script type="application/json" id="page">${scriptJson({ texts })}</script>\n<script>${SCRIPT}</script>\n</body>\n</html>\n`
  )
}
