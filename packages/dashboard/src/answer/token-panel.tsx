/** What is known of one token: its numbers, and what else could have stood there. */
import type { JSX } from 'preact'
import { probabilityClass, type Analysis, type Token } from '@logitscope/core'
import { messages, numbers, words } from '../i18n/current.ts'
import { TokenText } from '../ui/token-text.tsx'

interface TokenPanelProps {
  readonly tokens: readonly Token[]
  readonly analysis: Analysis
  readonly at: number | null
}

interface Line {
  readonly key: string
  readonly token: { readonly text: string; readonly bytes?: readonly number[]; readonly id?: number } | null
  readonly probability: number
  readonly logprob: number | null
  readonly isChosen: boolean
}

function isSame(a: { readonly text: string; readonly id?: number; readonly bytes?: readonly number[] }, b: Token): boolean {
  if (a.id !== undefined && b.id !== undefined) return a.id === b.id
  if (a.text !== b.text) return false
  return a.bytes === undefined || b.bytes === undefined || a.bytes.join() === b.bytes.join()
}

/** The listed alternatives, the chosen token among them even where it was not listed, and what is left for all others. */
function linesOf(token: Token): readonly Line[] {
  const lines: Line[] = token.alternatives.map((alternative, i) => ({
    key: String(i),
    token: alternative,
    probability: Math.exp(alternative.logprob),
    logprob: alternative.logprob,
    isChosen: isSame(alternative, token),
  }))
  const first = lines.findIndex((line) => line.isChosen)
  const marked = lines.map((line, i) => ({ ...line, isChosen: i === first }))
  if (first < 0 && token.logprob !== null)
    marked.push({ key: 'chosen', token, probability: Math.exp(token.logprob), logprob: token.logprob, isChosen: true })
  const listed = marked.reduce((sum, line) => sum + line.probability, 0)
  if (token.alternatives.length > 0 && listed < 0.9995)
    marked.push({ key: 'rest', token: null, probability: 1 - listed, logprob: null, isChosen: false })
  return marked
}

function Alternatives({ token }: { readonly token: Token }): JSX.Element {
  const { answer } = words()
  const { percent, number } = numbers()
  const lines = linesOf(token)
  if (lines.length === 0) return <p class="quiet">{answer.noAlternatives}</p>
  return (
    <ol class="alternatives">
      {lines.map((line) => (
        <li key={line.key} class={line.isChosen ? 'is-chosen' : line.token === null ? 'is-rest' : ''}>
          <span class="alternative-name">
            {line.token === null ? answer.unlisted : <TokenText token={line.token} />}
            {line.isChosen && <small> {answer.chosen}</small>}
          </span>
          <span class="alternative-bar" aria-hidden="true">
            <i class={`s${probabilityClass(line.probability) ?? 0}`} style={{ width: `${Math.max(0.6, line.probability * 100)}%` }} />
          </span>
          <span class="num">{percent(line.probability)}</span>
          <span class="num quiet">{line.logprob === null ? '' : number(line.logprob, 2)}</span>
        </li>
      ))}
    </ol>
  )
}

export function TokenPanel({ tokens, analysis, at }: TokenPanelProps): JSX.Element {
  const { answer, units } = words()
  const { number, percent, integer, interval } = numbers()
  const token = at === null ? undefined : tokens[at]
  if (at === null || token === undefined) return <p class="quiet">{answer.panelHint}</p>
  const { perToken } = analysis
  const value = (column: readonly (number | null)[]): number | null => column[at] ?? null
  const lower = value(perToken.entropyLowerBits)
  const upper = value(perToken.entropyUpperBits)
  const facts: readonly (readonly [string, string] | null)[] = [
    token.logprob === null ? null : [answer.facts.probability, percent(Math.exp(token.logprob))],
    token.logprob === null
      ? [answer.facts.logprob, token.ceiling === undefined ? answer.facts.unknown : `≤ ${number(token.ceiling, 2)} ${units.nats}`]
      : [answer.facts.logprob, `${number(token.logprob, 4)} ${units.nats}`],
    value(perToken.surprisalBits) === null ? null : [answer.facts.surprisal, `${number(value(perToken.surprisalBits), 2)} ${units.bits}`],
    value(perToken.rank) === null ? null : [answer.facts.rank, integer(value(perToken.rank))],
    value(perToken.margin) === null ? null : [answer.facts.margin, `${number(value(perToken.margin), 2)} ${units.nats}`],
    value(perToken.chosenMargin) === null ? null : [answer.facts.chosenMargin, `${number(value(perToken.chosenMargin), 2)} ${units.nats}`],
    lower === null || upper === null ? null : [answer.facts.entropy, `${interval([lower, upper], 2)} ${units.bits}`],
    value(perToken.entropyBits) === null ? null : [answer.facts.entropyListed, `${number(value(perToken.entropyBits), 2)} ${units.bits}`],
  ]
  return (
    <>
      <p class="panel-title">
        <span class="quiet">
          {answer.token} {integer(at)}
        </span>{' '}
        <TokenText token={token} /> {token.special === true && <small class="quiet">{answer.special}</small>}
        {token.part !== 'content' && <small class="quiet">{messages().parts[token.part]}</small>}
      </p>
      <Alternatives token={token} />
      <dl class="token-facts">
        {facts.map(
          (fact) =>
            fact !== null && (
              <div key={fact[0]}>
                <dt>{fact[0]}</dt>
                <dd>{fact[1]}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  )
}
