import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { fill, visibleText, type SetupState, type TestRequestAnswer } from '@logitscope/core'
import { ask, withQuery } from '../api/request.ts'
import { useApi } from '../api/use-api.ts'
import { words } from '../i18n/current.ts'
import { Card } from '../ui/card.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { FailureNote, Waiting } from '../ui/states.tsx'
import '../styles/pages.css'

interface Snippet {
  readonly name: string
  readonly code: string
}

function snippetsOf(baseUrl: string, model: string): readonly Snippet[] {
  return [
    { name: 'OPENAI_BASE_URL', code: `export OPENAI_BASE_URL=${baseUrl}` },
    {
      name: 'curl',
      code: `curl ${baseUrl}/chat/completions \\
  -H "content-type: application/json" \\
  -H "authorization: Bearer $OPENAI_API_KEY" \\
  -H "x-logitscope-project: my-app" \\
  -d '{"model":"${model}","messages":[{"role":"user","content":"Who wrote Frankenstein?"}]}'`,
    },
    {
      name: 'Python',
      code: `from openai import OpenAI

client = OpenAI(base_url="${baseUrl}")
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Who wrote Frankenstein?"}],
    extra_headers={"x-logitscope-project": "my-app", "x-logitscope-prompt-version": "v1"},
)`,
    },
    {
      name: 'JavaScript',
      code: `import OpenAI from 'openai'

const client = new OpenAI({ baseURL: '${baseUrl}' })
const answer = await client.chat.completions.create(
  { model: '${model}', messages: [{ role: 'user', content: 'Who wrote Frankenstein?' }] },
  { headers: { 'x-logitscope-project': 'my-app', 'x-logitscope-prompt-version': 'v1' } },
)`,
    },
  ]
}

function TestRequestCard({ state }: { readonly state: SetupState }): JSX.Element {
  const { setup } = words()
  const [result, setResult] = useState<TestRequestAnswer | null>(null)
  const [isBusy, setBusy] = useState(false)
  const send = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const field = (name: string): string => {
      const value = data.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    const body = {
      ...(field('model') === '' ? {} : { model: field('model') }),
      ...(field('prompt') === '' ? {} : { prompt: field('prompt') }),
    }
    setBusy(true)
    void ask<TestRequestAnswer>('/setup/test-request', { method: 'POST', body }).then((answer) => {
      setBusy(false)
      if (answer.ok) setResult(answer.value)
      else {
        const detail = answer.failure.kind === 'problem' ? answer.failure.detail : words().states.offline
        setResult({ ok: false, status: null, traceId: null, detail })
      }
    })
  }
  return (
    <Card title={setup.test} meaning={setup.testMeaning}>
      <form class="form" onSubmit={send}>
        <label>
          <span>{setup.model}</span>
          <input name="model" defaultValue={state.model ?? ''} disabled={state.upstreams.length === 0} />
        </label>
        <label>
          <span>{setup.prompt}</span>
          <input name="prompt" placeholder={setup.promptExample} disabled={state.upstreams.length === 0} />
        </label>
        <button type="submit" class="primary" disabled={isBusy || state.upstreams.length === 0}>
          {isBusy ? setup.sending : setup.send}
        </button>
      </form>
      <output aria-live="polite">
        {result !== null && (
          <p class={result.ok ? 'state state-good' : 'state state-bad'}>
            {result.ok ? setup.worked : setup.failed} {visibleText(result.detail)}{' '}
            {result.traceId !== null && <a href={withQuery('/answer', { id: result.traceId })}>{setup.look}</a>}
          </p>
        )}
      </output>
    </Card>
  )
}

export function SetupPage(): JSX.Element {
  const { setup } = words()
  const { data, failure, reload } = useApi<SetupState>('/setup')
  const [chosen, setChosen] = useState(0)
  if (data === null) return failure === null ? <Waiting height="page" /> : <FailureNote failure={failure} retry={reload} />
  const snippets = snippetsOf(data.baseUrl, data.model ?? 'gpt-4o-mini')
  const snippet = snippets[chosen] ?? snippets[0]
  return (
    <div class="grid-two">
      {data.demo && <p class="banner wide">{setup.demo}</p>}
      <Card title={setup.upstreams} meaning={setup.upstreamsMeaning}>
        {data.upstreams.length === 0 ? (
          <>
            <p>{setup.noUpstream}</p>
            <CodeBlock code={`logitscope --upstream ${data.found[0]?.url ?? 'https://api.openai.com/v1'}`} />
          </>
        ) : (
          <ul class="plain-list">
            {data.upstreams.map((upstream) => (
              <li key={upstream.name}>
                <strong>{visibleText(upstream.name)}</strong> <code>{visibleText(upstream.url)}</code>
                {upstream.isDefault ? (
                  <span class="quiet"> {setup.isDefault}</span>
                ) : (
                  <code class="quiet"> /upstreams/{upstream.name}/</code>
                )}
              </li>
            ))}
          </ul>
        )}
        {data.found.length > 0 && (
          <>
            <h3>{setup.found}</h3>
            <ul class="plain-list">
              {data.found.map((found) => (
                <li key={found.url}>
                  <strong>{visibleText(found.name)}</strong> <code>{visibleText(found.url)}</code>{' '}
                  <span class="quiet">
                    {found.models
                      .slice(0, 4)
                      .map((model) => visibleText(model))
                      .join(', ')}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        <p class="quiet small">{fill(setup.content, { content: setup.contents[data.content] })}</p>
      </Card>
      <Card title={setup.connect} meaning={setup.connectMeaning}>
        <div class="switch" role="group" aria-label={setup.connect}>
          {snippets.map((one, i) => (
            <button key={one.name} type="button" aria-pressed={i === chosen} onClick={() => setChosen(i)}>
              {one.name}
            </button>
          ))}
        </div>
        {snippet !== undefined && <CodeBlock code={snippet.code} />}
        <p class="quiet small">{setup.headers}</p>
      </Card>
      <TestRequestCard state={data} />
      <Card title={setup.files} meaning={setup.filesMeaning}>
        <CodeBlock code="logitscope import answers.jsonl" />
      </Card>
    </div>
  )
}
