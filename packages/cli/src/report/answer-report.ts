import { say, visibleText, type Profile } from '@logitscope/core'
import type { Answer } from '../pipeline/answer.ts'
import { wrap } from '../terminal/display-width.ts'
import { detectionLines } from './detection-lines.ts'
import { evidenceLines } from './evidence-lines.ts'
import { metricLines } from './metric-lines.ts'
import { tokenTable } from './token-table.ts'
import { verdictLines } from './verdict-lines.ts'
import type { Voice } from './voice.ts'

function* textLines(title: string, text: string, voice: Voice): Generator<string, void, undefined> {
  yield voice.style.bold(title)
  for (const line of text.split('\n')) for (const piece of wrap(visibleText(line), voice.columns - 2)) yield `  ${piece}`
}

/** Where an answer comes from, in one line. */
function headline({ file, index, trace }: Answer, voice: Voice): string {
  const { source, output, tokens } = trace
  const facts = [
    `${visibleText(file)} #${index}${source.choice > 0 ? `, choice ${source.choice}` : ''}`,
    visibleText(source.model === '' ? source.requestedModel : source.model),
    `${visibleText(source.api)}${source.streamed ? ', streamed' : ''}`,
    `${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'}`,
    voice.messages.finishes[output.finish.unified],
  ]
  return facts.filter((fact) => fact !== '').join(' · ')
}

/** Everything about one answer, line by line. */
export function* answerReport(answer: Answer, profile: Profile, voice: Voice): Generator<string, void, undefined> {
  const { trace, analysis, label } = answer
  const { style, messages } = voice
  const { output } = trace
  yield* wrap(headline(answer, voice), voice.columns).map((line) => style.bold(line))
  yield ''
  if (output.error !== undefined) yield style.bad(`error: ${visibleText(output.error.code)} ${visibleText(output.error.message)}`)
  if (output.text !== '') yield* textLines(messages.parts.content, output.text, voice)
  if (output.refusal !== undefined) yield* textLines(messages.parts.refusal, output.refusal, voice)
  for (const call of output.toolCalls ?? []) yield* textLines(`${messages.parts.tool}: ${visibleText(call.name)}`, call.arguments, voice)
  if (trace.tokens.length > 0) {
    yield ''
    yield* tokenTable(trace, analysis, profile, voice)
  }
  yield ''
  yield style.bold('evidence')
  yield* evidenceLines(trace, voice)
  yield ''
  yield style.bold('metrics')
  yield* metricLines(analysis, profile, voice)
  if (analysis.detections.length > 0) {
    yield ''
    yield style.bold('found')
    yield* detectionLines(trace, analysis.detections, voice)
  }
  yield ''
  yield* verdictLines(analysis, profile, voice)
  if (label !== undefined) yield `  label: ${label.correct ? 'correct' : 'incorrect'}`
  yield ''
  const { language } = analysis
  const tongue =
    language.source === 'unknown'
      ? messages.languageSources.unknown
      : `${visibleText(language.tag)} (${say(messages.languageSources, language.source)})`
  const source = `language ${tongue} · profile ${visibleText(analysis.profile.name)} v${analysis.profile.version}`
  for (const line of wrap(source, voice.columns)) yield style.dim(line)
}
