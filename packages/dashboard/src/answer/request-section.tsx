import type { JSX } from 'preact'
import { say, visibleText, type AnswerRecord } from '@logitscope/core'
import { messages, numbers, words } from '../i18n/current.ts'
import { duration, fullTime } from '../i18n/dates.ts'

/** What was asked, with what parameters, and what else came back. */
export function RequestSection({ record }: { readonly record: AnswerRecord }): JSX.Element {
  const { answer } = words()
  const { request, output } = record.trace
  const { messages: asked, prompt, parameters } = request
  const { other, ...plain } = parameters
  const settings = [...Object.entries(plain), ...Object.entries(other ?? {})].filter(([, value]) => value !== undefined)
  const isEmpty = (asked === undefined || asked.length === 0) && prompt === undefined
  const hasPart = (part: string): boolean => record.trace.tokens.some((token) => token.part === part)
  return (
    <section class="card request">
      <h2>{answer.request}</h2>
      {isEmpty && <p class="quiet">{answer.noRequest}</p>}
      {prompt !== undefined && (
        <div class="message" dir="auto">
          {prompt}
        </div>
      )}
      {asked?.map((message, i) => (
        <div key={i} class={`message message-${message.role === 'system' ? 'system' : 'other'}`}>
          <p class="message-role">{visibleText(message.role)}</p>
          {message.content !== null && <div dir="auto">{message.content}</div>}
          {message.parts !== undefined && message.parts.length > 0 && <pre class="raw">{JSON.stringify(message.parts, null, 1)}</pre>}
          {message.toolCalls?.map((call, n) => (
            <pre key={n} class="raw">
              {call.name} {call.arguments}
            </pre>
          ))}
        </div>
      ))}
      {settings.length > 0 && (
        <p class="quiet small">
          {settings
            .map(([name, value]) => `${visibleText(name)}: ${visibleText(typeof value === 'string' ? value : JSON.stringify(value))}`)
            .join(' · ')}
        </p>
      )}
      {output.error !== undefined && (
        <p class="bad">
          {visibleText(output.error.code)}: {visibleText(output.error.message)}
        </p>
      )}
      {output.reasoning !== undefined && output.reasoning !== '' && !hasPart('reasoning') && (
        <details>
          <summary>{messages().parts.reasoning}</summary>
          <div class="message" dir="auto">
            {output.reasoning}
          </div>
        </details>
      )}
      {output.refusal !== undefined && output.refusal !== '' && !hasPart('refusal') && (
        <div class="message" dir="auto">
          <p class="message-role">{messages().parts.refusal}</p>
          {output.refusal}
        </div>
      )}
      {output.toolCalls !== undefined &&
        !hasPart('tool') &&
        output.toolCalls.map((call, i) => (
          <div key={i} class="message">
            <p class="message-role">
              {messages().parts.tool} · {visibleText(call.name)}
            </p>
            <pre class="raw">{call.arguments}</pre>
          </div>
        ))}
    </section>
  )
}

/** Where it came from, in one line under the title. */
export function SourceLine({ record }: { readonly record: AnswerRecord }): JSX.Element {
  const { answer } = words()
  const { source, context, timing, startedAt, output, usage } = record.trace
  const { analysis } = record
  const { integer } = numbers()
  const facts: readonly (string | null | undefined)[] = [
    fullTime(startedAt),
    source.model,
    source.provider === 'unknown' ? null : source.provider,
    context.project,
    context.promptVersion,
    analysis.language.source === 'unknown'
      ? null
      : `${analysis.language.tag} (${say(messages().languageSources, analysis.language.source)})`,
    duration(timing.totalMs > 0 ? timing.totalMs : null),
    usage === undefined ? null : `${integer(usage.input)} → ${integer(usage.output)} ${answer.tokens}`,
    say(messages().finishes, output.finish.unified),
    source.streamed ? answer.streamed : null,
  ]
  return (
    <p class="source quiet">
      {facts
        .filter((fact) => fact !== null && fact !== undefined && fact !== '')
        .map((fact) => visibleText(fact ?? ''))
        .join(' · ')}
    </p>
  )
}
