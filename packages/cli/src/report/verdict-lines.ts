import {
  explain,
  fill,
  metricPathName,
  say,
  verdictBasis,
  verdictName,
  visibleText,
  type Analysis,
  type CastVote,
  type Condition,
  type Profile,
  type VerdictName,
} from '@logitscope/core'
import { displayWidth, padEnd, wrap } from '../terminal/display-width.ts'
import type { Voice } from './voice.ts'

/** A condition in words, such as `mean logprob < -3`. */
export function conditionText(
  condition: Pick<Condition, 'metric' | 'op' | 'value'>,
  { messages, numbers }: Pick<Voice, 'messages' | 'numbers'>,
): string {
  return `${metricPathName(messages, condition.metric)} ${condition.op} ${trimmed(numbers.number(condition.value, 3))}`
}

/** A number without the zeros that nobody wrote. */
function trimmed(digits: string): string {
  return digits.replace(/([.,]\d*?)0+$/, '$1').replace(/[.,]$/, '')
}

/** The rule that a verdict names, with the profile's own condition beside its name. */
export function ruleText(id: string, profile: Profile, voice: Pick<Voice, 'messages' | 'numbers'>): string {
  const rule = profile.actions.find((action) => action.id === id)
  const name = say(voice.messages.rules, id)
  return rule === undefined ? name : `${name} (${conditionText(rule, voice)})`
}

export function actionPaint(action: VerdictName, { style }: Pick<Voice, 'style'>): (text: string) => string {
  if (action === 'pass') return style.good
  if (action === 'none') return style.dim
  return action === 'flag' ? style.warn : style.bad
}

/** Further numbers of a vote; positions are left out, the entity is listed with its place anyway. */
export function detailText(key: string, detail: number | string, { messages, numbers }: Pick<Voice, 'messages' | 'numbers'>): string {
  if (key === 'start') return ''
  return `${say(messages.voteDetails, key)} ${typeof detail === 'number' ? numbers.number(detail) : `“${visibleText(detail)}”`}`
}

function voteLines(vote: CastVote, nameWidth: number, voice: Voice): readonly string[] {
  const { messages, numbers, style } = voice
  const value = vote.state === 'unavailable' ? '' : `${numbers.interval(vote.value)} `
  const details = Object.entries(vote.details ?? {})
    .map(([key, detail]) => detailText(key, detail, voice))
    .filter((text) => text !== '')
    .join(', ')
  const paint = vote.state === 'fires' ? style.warn : style.dim
  const points = vote.state === 'fires' ? `+${vote.points}` : vote.state === 'clear' ? ' 0' : ' ?'
  const rule = `(fires ${vote.op} ${trimmed(numbers.number(vote.threshold))}, ${vote.points} ${vote.points === 1 ? 'point' : 'points'})`
  const head = `${points}  ${padEnd(say(messages.votes, vote.id), nameWidth)}  ${padEnd(messages.states[vote.state], 13)}  `
  return wrap(`${head}${value}${rule}${details === '' ? '' : `, ${details}`}`, voice.columns - 6).map((line, i) =>
    paint(`  ${i === 0 ? '' : '    '}${line}`),
  )
}

/** A title with its text beside it, or under it where that is too wide. */
function titled(title: string, text: string, painted: string, { style, columns }: Voice): readonly string[] {
  const fits = displayWidth(title) + displayWidth(text) + displayWidth(painted) + 2 <= columns
  return fits ? [`${style.bold(title)}  ${text}${painted}`] : [style.bold(title), `  ${text}${painted.trimStart()}`]
}

/** Score and verdict, with the rule that decided and what the rules are worth. */
export function verdictLines(analysis: Analysis, profile: Profile, voice: Voice): readonly string[] {
  const { hallucination, verdict } = analysis
  const { messages, style } = voice
  const nameWidth = Math.max(0, ...hallucination.votes.map((vote) => displayWidth(say(messages.votes, vote.id))))
  const called = verdictName(analysis)
  const action = explain(messages.actions, called)
  const score = fill(messages.sentences.score, { score: hallucination.score, available: hallucination.available, max: hallucination.max })
  const lines = [
    ...titled('hallucination score', score, hallucination.flagged ? style.bad('  flagged') : '', voice),
    ...hallucination.votes.flatMap((vote) => voteLines(vote, nameWidth, voice)),
    '',
    ...titled(
      'verdict',
      '',
      `${actionPaint(called, voice)(action.name)}${verdict.matched.length === 0 && called !== 'none' ? '' : `  ${action.meaning}`}`,
      voice,
    ),
  ]
  const why = verdict.matched.map((id) => `${id === verdict.rule ? messages.states.fires : 'also'}: ${ruleText(id, profile, voice)}`)
  for (const id of verdict.undecided) why.push(`${messages.states.undecided}: ${ruleText(id, profile, voice)}`)
  for (const text of why) lines.push(...wrap(text, voice.columns - 4).map((line, i) => `  ${i === 0 ? '' : '  '}${line}`))
  if (analysis.errorRisk !== null) lines.push(`  ${messages.metricPaths.errorRisk}: ${voice.numbers.percent(analysis.errorRisk)}`)
  if (called === 'pass') lines.push(...wrap(messages.sentences.noAlarm, voice.columns - 2).map((line) => style.dim(`  ${line}`)))
  lines.push(...wrap(verdictBasis(messages, analysis), voice.columns - 2).map((line) => style.dim(`  ${line}`)))
  return lines
}
