import type { CalibrationSpeaker } from '../../calibrate/sayings.ts'
import { CALIBRATION_WORDS } from '../../calibrate/words/index.ts'
import { escapeHtml, label, say, SPEAKERS, type Speaker } from '../markup.ts'

const speakerOf = ({ locale, numbers }: Speaker): CalibrationSpeaker => ({ locale, numbers, words: CALIBRATION_WORDS[locale] })

/** Something said of a calibration in every language. */
export function tell(what: (speaker: CalibrationSpeaker) => string): string {
  return say((speaker) => what(speakerOf(speaker)))
}

/** An accessible name in every language. */
export function named(what: (speaker: CalibrationSpeaker) => string): string {
  return label((speaker) => what(speakerOf(speaker)))
}

/** The same as a text of a drawing. */
export function drawnText(attributes: string, what: (speaker: CalibrationSpeaker) => string): string {
  const texts = SPEAKERS.map((speaker) => ({ locale: speaker.locale, text: what(speakerOf(speaker)) }))
  if (texts.every(({ text }) => text === texts[0]?.text)) return `<text ${attributes}>${escapeHtml(texts[0]?.text ?? '')}</text>`
  return texts.map(({ locale, text }) => `<text class="l-${locale}" ${attributes}>${escapeHtml(text)}</text>`).join('')
}
