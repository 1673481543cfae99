import { createHash } from 'node:crypto'
import { LOCALES, visibleText, type CalibrationReport, type Locale } from '@logitscope/core'
import { baselineTexts, languageText, refusalText } from '../../calibrate/sayings.ts'
import { calibrationMain } from '../client/index.ts'
import { escapeHtml, SPEAKERS } from '../markup.ts'
import { groupSection } from './group-section.ts'
import { CALIBRATION_STYLE } from './style.ts'
import { tell } from './tell.ts'

const SCRIPT = `"use strict";(${String(calibrationMain)})()`
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing but what is written in the page: its own script and style by their hashes, no request to anywhere. */
const POLICY = `default-src 'none'; script-src ${hash(SCRIPT)}; style-src ${hash(CALIBRATION_STYLE)}; img-src data:; base-uri 'none'; form-action 'none'`

function refusals({ refused }: CalibrationReport): string {
  if (refused.length === 0) return ''
  const items = refused.map(
    (one) =>
      `<dt>${escapeHtml(visibleText(one.key))} <small>${escapeHtml(one.reason)}</small></dt><dd>${tell((s) => refusalText(s, one))}${one.parentSpeaks ? `; ${tell(({ words }) => words.parentSpeaks)}` : ''}</dd>`,
  )
  return `<section class="card"><h2>${tell(({ words }) => words.refusedTitle)}</h2><dl>${items.join('')}</dl></section>`
}

function languages({ languageFindings }: CalibrationReport): string {
  if (languageFindings.length === 0) return ''
  const items = languageFindings.map((finding) => `<li>${tell((s) => languageText(s, finding))}</li>`)
  return `<section class="card"><h2>${tell(({ words }) => words.languages)}</h2><ul>${items.join('')}</ul></section>`
}

function baselines(report: CalibrationReport): string {
  const all = report.baselines ?? []
  if (all.length === 0) return ''
  const items = all.map(
    (one) => `<dt>${escapeHtml(visibleText(one.key))}</dt><dd>${tell((s) => `${baselineTexts(s, one).join('; ')}.`)}</dd>`,
  )
  return `<section class="card"><h2>${tell(({ words }) => words.baselines)}</h2><dl>${items.join('')}</dl></section>`
}

/** The report of a calibration as one file: it opens from disk and asks nothing of anybody. `locale` is what it shows first. */
export function calibrationPage(report: CalibrationReport, locale: Locale): string {
  const switches = LOCALES.map(
    (one) =>
      `<button type="button" lang="${one}" data-set-lang="${one}" aria-pressed="${one === locale}">${SPEAKERS.find((speaker) => speaker.locale === one)?.words.language ?? one}</button>`,
  )
  const groups =
    report.groups.length === 0
      ? `<section class="card"><p>${tell(({ words }) => words.noGroups)}</p></section>`
      : report.groups.map((group, i) => groupSection(group, i)).join('')
  return (
    `<!doctype html>\n<html lang="${locale}" data-lang="${locale}">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="referrer" content="no-referrer"><title>logitscope – ${escapeHtml(report.name)}</title><style>${CALIBRATION_STYLE}</style></head>\n<body>\n` +
    `<header class="top"><h1>logitscope <small>${tell(({ words }) => words.title)} · ${escapeHtml(visibleText(report.name))}</small></h1><div class="switch" role="group" aria-label="Language / Dil">${switches.join('')}</div></header>\n` +
    `<main><p>${tell(({ words }) => words.intro)}</p>\n${groups}\n${refusals(report)}${languages(report)}${baselines(report)}</main>\n` +
    `<p class="foot">${tell(({ words }) => words.outOfFold)}</p>\n<script>${SCRIPT}</script>\n</body>\n</html>\n`
  )
}
