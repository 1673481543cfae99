/** What was measured and found in an answer, in words, each finding leading to its place in the text. */
import type { ComponentChildren, JSX } from 'preact'
import {
  bandOf,
  detectionFacts,
  explain,
  fill,
  metricPathName,
  say,
  verdictBasis,
  visibleText,
  type AnswerRecord,
  type Detection,
  type Measured,
  type Metrics,
} from '@logitscope/core'
import { messages, numbers, words } from '../i18n/current.ts'
import { Card } from '../ui/card.tsx'

export type Point = (tokens: readonly [from: number, to: number]) => void

interface SectionProps {
  readonly record: AnswerRecord
  readonly point: Point
}

function measuredText(metric: string, value: Measured): string {
  const { number, percent, interval, integer } = numbers()
  if (value === null) return number(null)
  if (typeof value !== 'number') return `${interval(value, 2)} ${words().units.bits}`
  if (/Ratio$|consistency|errorRisk/.test(metric)) return percent(value)
  return Number.isInteger(value) ? integer(value) : number(value, 2)
}

/** A token range as a button that shows its place. */
export function PlaceButton({
  tokens,
  point,
  children,
}: {
  readonly tokens: readonly [number, number]
  readonly point: Point
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <button type="button" class="place" onClick={() => point(tokens)}>
      {children}
    </button>
  )
}

const SHOWN: readonly (keyof Metrics)[] = [
  'avgLogprob',
  'minLogprob',
  'tailMeanLogprob',
  'worstWindowLogprob',
  'maxTokenEntropy',
  'meanTokenEntropy',
  'lowConfidenceRatio',
  'perplexity',
  'bitsPerByte',
  'offTopOne',
  'surpriseExcess',
  'tokenCount',
  'censoredCount',
]

function metricText(name: keyof Metrics, metrics: Metrics): string {
  const { number, percent, interval, integer } = numbers()
  const value = metrics[name]
  if (value === null) return number(null)
  if (name === 'tokenCount' || name === 'censoredCount') return integer(value as number)
  if (name === 'lowConfidenceRatio') return percent(value as number)
  if (typeof value === 'number')
    return `${number(value, name === 'perplexity' ? 2 : 3)}${/Logprob$/i.test(name) ? ` ${words().units.nats}` : ''}`
  if ('observed' in value)
    return value.expected === null
      ? percent(value.observed)
      : fill(words().answer.offTop, { observed: percent(value.observed), expected: percent(value.expected) })
  return `${interval(value, 2)} ${words().units.bits}`
}

export function MetricsSection({ record }: SectionProps): JSX.Element {
  const { answer } = words()
  const { metrics, reasons } = record.analysis
  const band = metrics.avgLogprob === null || record.scale === null ? null : bandOf(record.scale.avgLogprobBands, metrics.avgLogprob)
  return (
    <Card title={answer.metrics} className="side">
      <dl class="metrics">
        {SHOWN.map((name) => {
          const { name: title, meaning } = messages().metrics[name]
          const reason = reasons[name]
          return (
            <div key={name}>
              <dt title={meaning}>{title}</dt>
              <dd>
                {metricText(name, metrics)}
                {name === 'avgLogprob' && band !== null && <small class="quiet"> {say(messages().bands.avgLogprob, band)}</small>}
                {metrics[name] === null && reason !== undefined && <small class="quiet"> {say(messages().reasons, reason)}</small>}
              </dd>
            </div>
          )
        })}
      </dl>
    </Card>
  )
}

export function ScoreSection({ record }: SectionProps): JSX.Element {
  const { answer } = words()
  const said = messages()
  const { hallucination, verdict } = record.analysis
  const { integer, number } = numbers()
  return (
    <Card
      title={answer.score}
      className="side"
      aside={
        <strong class={hallucination.flagged ? 'bad' : ''}>
          {fill(said.sentences.score, {
            score: integer(hallucination.score),
            available: integer(hallucination.available),
            max: integer(hallucination.max),
          })}
        </strong>
      }
    >
      <ul class="votes">
        {hallucination.votes.map((vote) => (
          <li key={vote.id} class={`vote is-${vote.state}`}>
            <span class="vote-name">{say(said.votes, vote.id)}</span>
            <span class="vote-state">{said.states[vote.state]}</span>
            <span class="quiet small">
              {metricPathName(said, vote.metric)}: {measuredText(vote.metric, vote.value)} ({answer.firesWhen} {vote.op}{' '}
              {number(vote.threshold, 2)}, {fill(answer.points, { count: integer(vote.points) })})
              {Object.entries(vote.details ?? {})
                .filter(([name]) => Object.hasOwn(said.voteDetails, name))
                .map(([name, value]) => (
                  <span key={name}>
                    {' '}
                    · {say(said.voteDetails, name)}: {typeof value === 'number' ? number(value, 2) : `“${visibleText(value)}”`}
                  </span>
                ))}
            </span>
          </li>
        ))}
      </ul>
      {verdict.undecided.length > 0 && (
        <p class="small">
          {answer.undecided}: {verdict.undecided.map((rule) => say(said.rules, rule)).join(', ')}
        </p>
      )}
      <p class="quiet small">{verdictBasis(said, record.analysis)}</p>
    </Card>
  )
}

const ORDER: readonly string[] = ['repetition', 'sudden-drop', 'sustained-low', 'glitch-token', 'hotspot', 'entity', 'field']
const MOST_SHOWN = 60

function kindsOf(detections: readonly Detection[]): readonly (readonly [string, readonly Detection[]])[] {
  const kinds = new Map<string, Detection[]>()
  for (const detection of detections) {
    const list = kinds.get(detection.kind)
    if (list === undefined) kinds.set(detection.kind, [detection])
    else list.push(detection)
  }
  return [...kinds].sort(([a], [b]) => ((ORDER.indexOf(a) + 99) % 99) - ((ORDER.indexOf(b) + 99) % 99))
}

export function FoundSection({ record, point }: SectionProps): JSX.Element {
  const { answer } = words()
  const { detections } = record.analysis
  const { integer } = numbers()
  return (
    <Card title={answer.found} className="side">
      {detections.length === 0 && <p class="quiet">{answer.nothingFound}</p>}
      {kindsOf(detections).map(([kind, list], i) => {
        const { name, meaning } = explain(messages().detections, kind)
        return (
          <details key={kind} class="found" open={i === 0 || list.length <= 3}>
            <summary title={meaning}>
              {name} <span class="quiet">{integer(list.length)}</span>
            </summary>
            <ol>
              {list.slice(0, MOST_SHOWN).map((detection) => (
                <li key={`${detection.part}${detection.tokens.join()}${detection.chars.join()}`}>
                  <PlaceButton tokens={detection.tokens} point={point}>
                    <bdi>
                      {visibleText(detection.text.length > 80 ? `${detection.text.slice(0, 80)}…` : detection.text, { spaces: 'edges' })}
                    </bdi>
                  </PlaceButton>
                  <span class="quiet small"> {detectionFacts(detection, messages(), numbers()).join(' · ')}</span>
                </li>
              ))}
            </ol>
            {list.length > MOST_SHOWN && <p class="quiet small">{fill(answer.moreFound, { count: integer(list.length - MOST_SHOWN) })}</p>}
          </details>
        )
      })}
    </Card>
  )
}

export function EvidenceSection({ record, point }: SectionProps): JSX.Element {
  const { answer } = words()
  const said = messages()
  const { evidence } = record.trace
  const { percent, integer } = numbers()
  return (
    <Card title={answer.evidence} className="side" meaning={said.tiers[evidence.tier].meaning}>
      <dl class="metrics">
        <div>
          <dt>{answer.tier}</dt>
          <dd>{said.tiers[evidence.tier].name}</dd>
        </div>
        <div>
          <dt>{answer.completeness}</dt>
          <dd>
            {evidence.completeness === null ? (
              <small class="quiet">{said.sentences.completenessUnknown}</small>
            ) : (
              percent(evidence.completeness)
            )}
          </dd>
        </div>
        <div>
          <dt title={said.bases[evidence.basis].meaning}>{answer.basis}</dt>
          <dd>{said.bases[evidence.basis].name}</dd>
        </div>
        {evidence.k > 0 && (
          <div>
            <dt>{answer.listed}</dt>
            <dd>{integer(evidence.k)}</dd>
          </div>
        )}
      </dl>
      {evidence.issues.length === 0 ? (
        <p class="quiet small">{answer.noIssues}</p>
      ) : (
        <ul class="issues">
          {evidence.issues.map((issue) => (
            <li key={`${issue.code}${issue.detail ?? ''}`}>
              {say(said.issues, issue.code)}
              {issue.count > 1 && <span class="quiet"> ({integer(issue.count)}×)</span>}
              {issue.detail !== undefined && <small class="quiet"> {visibleText(issue.detail)}</small>}
              {issue.at !== undefined && (
                <>
                  {' '}
                  <PlaceButton tokens={[issue.at, issue.at + 1]} point={point}>
                    {answer.token} {integer(issue.at)}
                  </PlaceButton>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
