import { explain, fill, say as sayWord, type Analysis, type CastVote, type Profile, verdictBasis, verdictName } from '@logitscope/core'
import { detailText, ruleText } from '../report/verdict-lines.ts'
import { say, type Speaker } from './markup.ts'

const trimmed = (digits: string): string => digits.replace(/([.,]\d*?)0+$/, '$1').replace(/[.,]$/, '')

function voteRow(vote: CastVote): string {
  const details = Object.entries(vote.details ?? {})
  const shown = (speaker: Speaker): string =>
    details
      .map(([key, value]) => detailText(key, value, speaker))
      .filter((text) => text !== '')
      .join(', ')
  const sign = vote.state === 'fires' ? `+${vote.points}` : vote.state === 'clear' ? '0' : '?'
  return (
    `<tr class="state-${vote.state}"><th scope="row">${say(({ messages }) => sayWord(messages.votes, vote.id))}${details.length === 0 ? '' : `<small>${say(shown)}</small>`}</th>` +
    `<td>${say(({ messages }) => messages.states[vote.state])}</td>` +
    `<td class="num">${say(({ numbers }) => numbers.interval(vote.value))}</td>` +
    `<td class="num">${say(({ numbers }) => `${vote.op} ${trimmed(numbers.number(vote.threshold))}`)}</td>` +
    `<td class="num">${sign} / ${vote.points}</td></tr>`
  )
}

/** What to do with the answer, which rule said so, and what that is worth. */
export function verdictSection(analysis: Analysis, profile: Profile): string {
  const { verdict } = analysis
  const because = verdict.matched.map(
    (id) => `<li>${say((speaker) => `${id === verdict.rule ? '' : `${speaker.words.also}: `}${ruleText(id, profile, speaker)}`)}</li>`,
  )
  const open = verdict.undecided.map(
    (id) => `<li>${say((speaker) => `${speaker.messages.states.undecided}: ${ruleText(id, profile, speaker)}`)}</li>`,
  )
  const risk =
    analysis.errorRisk === null
      ? ''
      : `<p>${say(({ messages, numbers }) => `${messages.metricPaths.errorRisk}: ${numbers.percent(analysis.errorRisk)}`)}</p>`
  const called = verdictName(analysis)
  return (
    `<section class="card verdict v-${called}"><h3>${say(({ words }) => words.verdict)}: <strong>${say(({ messages }) => explain(messages.actions, called).name)}</strong></h3>` +
    `<p>${say(({ messages }) => (called === 'pass' ? messages.sentences.noAlarm : explain(messages.actions, called).meaning))}</p>` +
    (because.length + open.length === 0 ? '' : `<ul>${because.join('')}${open.join('')}</ul>`) +
    risk +
    `<p class="quiet">${say(({ messages }) => verdictBasis(messages, analysis))}</p></section>`
  )
}

/** The additive score with its votes. */
export function scoreSection({ hallucination }: Analysis): string {
  const { score, available, max, flagged, votes } = hallucination
  const heads = [
    say(({ words }) => words.vote),
    say(({ words }) => words.state),
    say(({ words }) => words.value),
    say(({ words }) => words.firesWhen),
    say(({ words }) => words.points),
  ]
  return (
    `<section class="card"><h3>${say(({ words }) => words.score)}</h3>` +
    `<p>${say(({ messages }) => fill(messages.sentences.score, { score, available, max }))}${flagged ? ` <strong class="alarm">${say(({ words }) => words.flagged)}</strong>` : ''}</p>` +
    `<div class="scroll"><table><thead><tr>${heads.map((head, i) => `<th scope="col"${i > 1 ? ' class="num"' : ''}>${head}</th>`).join('')}</tr></thead><tbody>${votes.map(voteRow).join('')}</tbody></table></div></section>`
  )
}
