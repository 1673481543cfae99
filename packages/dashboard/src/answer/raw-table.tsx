import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { fill, type AnswerRecord } from '@logitscope/core'
import { messages, numbers, words } from '../i18n/current.ts'
import { TokenText } from '../ui/token-text.tsx'
import { PlaceButton, type Point } from './sections.tsx'

const PAGE = 200

/** Every token with its numbers, a page at a time. */
export function RawTable({ record, point }: { readonly record: AnswerRecord; readonly point: Point }): JSX.Element {
  const { answer } = words()
  const { number, percent, integer, interval } = numbers()
  const [isOpen, setOpen] = useState(false)
  const [start, setStart] = useState(0)
  const { tokens } = record.trace
  const { perToken } = record.analysis
  const rows = isOpen ? tokens.slice(start, start + PAGE) : []
  const value = (column: readonly (number | null)[], i: number): number | null => column[i] ?? null
  return (
    <details class="card raw-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{answer.rawTable}</summary>
      <div class="scroll" tabIndex={0} role="region" aria-label={answer.rawTable}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="num">
                #
              </th>
              <th scope="col">{answer.token}</th>
              <th scope="col">{answer.part}</th>
              <th scope="col" class="num">
                {answer.facts.logprob} ({words().units.nats})
              </th>
              <th scope="col" class="num">
                {answer.facts.probability}
              </th>
              <th scope="col" class="num">
                {answer.facts.rank}
              </th>
              <th scope="col" class="num">
                {answer.facts.margin} ({words().units.nats})
              </th>
              <th scope="col" class="num">
                {answer.facts.entropy} ({words().units.bits})
              </th>
              <th scope="col">{answer.alternatives}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((token, n) => {
              const i = start + n
              const lower = value(perToken.entropyLowerBits, i)
              const upper = value(perToken.entropyUpperBits, i)
              return (
                <tr key={i}>
                  <td class="num">
                    <PlaceButton tokens={[i, i + 1]} point={point}>
                      {integer(i)}
                    </PlaceButton>
                  </td>
                  <td>
                    <TokenText token={token} />
                  </td>
                  <td class="quiet">{messages().parts[token.part]}</td>
                  <td class="num">
                    {token.logprob === null && token.ceiling !== undefined ? `≤ ${number(token.ceiling, 2)}` : number(token.logprob, 4)}
                  </td>
                  <td class="num">{percent(token.logprob === null ? null : Math.exp(token.logprob))}</td>
                  <td class="num">{integer(value(perToken.rank, i))}</td>
                  <td class="num">{number(value(perToken.margin, i), 2)}</td>
                  <td class="num">{lower === null || upper === null ? '–' : interval([lower, upper], 2)}</td>
                  <td class="alternatives-cell">
                    {token.alternatives.slice(0, 5).map((alternative, a) => (
                      <span key={a}>
                        <TokenText token={alternative} /> <span class="quiet">{percent(Math.exp(alternative.logprob))}</span>{' '}
                      </span>
                    ))}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {tokens.length > PAGE && (
        <p class="row">
          <button type="button" disabled={start === 0} onClick={() => setStart(Math.max(0, start - PAGE))}>
            {answer.previousPage}
          </button>
          <span class="quiet">
            {fill(answer.pageOf, {
              from: integer(start),
              to: integer(Math.min(tokens.length, start + PAGE) - 1),
              total: integer(tokens.length),
            })}
          </span>
          <button type="button" disabled={start + PAGE >= tokens.length} onClick={() => setStart(start + PAGE)}>
            {answer.nextPage}
          </button>
        </p>
      )}
    </details>
  )
}
