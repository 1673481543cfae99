/** The coloured text, its strip and its panel: one cursor for all three. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { effect, type Signal } from '@preact/signals'
import { keyTarget, PROBABILITY_CLASSES, tokenMarks, type AnswerRecord } from '@logitscope/core'
import { messages, numbers, words } from '../i18n/current.ts'
import { Icon } from '../ui/icons.tsx'
import { place } from '../state/location.ts'
import { setParameters } from '../state/filters.ts'
import { MEASURES, measureEnds, type Measure } from './measures.ts'
import { Strip } from './strip.tsx'
import { TokenPanel } from './token-panel.tsx'
import { createTokenView, type TokenView } from './token-view.ts'

/** A range of tokens that something on the page points at; `serial` lets the same one be pointed at twice. */
export interface Pointed {
  readonly tokens: readonly [from: number, to: number]
  readonly serial: number
}

interface ReadingProps {
  readonly record: AnswerRecord
  /** What stands under the text, and beside it under the panel. */
  readonly below?: ComponentChildren
  readonly beside?: ComponentChildren
  readonly pointed: Signal<Pointed | null>
}

function spanIndex(target: EventTarget | null): number | null {
  const span = target instanceof Element ? target.closest<HTMLElement>('[data-i]') : null
  return span === null ? null : Number(span.dataset['i'])
}

/** Tokens whose blocks are on the screen. */
function seenTokens(root: HTMLElement, count: number): readonly [number, number] {
  let from = count
  let to = 0
  for (const block of root.querySelectorAll<HTMLElement>('.block')) {
    const box = block.getBoundingClientRect()
    if (box.bottom < 0 || box.top > innerHeight || box.height === 0) continue
    const first = spanIndex(block.firstElementChild) ?? 0
    const length = block.childElementCount
    // Within a block tokens are taken as evenly spread: good enough for a window over the strip.
    from = Math.min(from, first + Math.floor((Math.max(0, -box.top) / box.height) * length))
    to = Math.max(to, first + Math.ceil((Math.min(box.height, innerHeight - box.top) / box.height) * length))
  }
  return from < to ? [from, to] : [0, 0]
}

function Legend({ measure }: { readonly measure: Measure }): JSX.Element {
  const { answer } = words()
  const [low, high] = measureEnds(measure, numbers(), words().units)
  return (
    <div class="legend">
      <span class="legend-scale">
        <span class="quiet">{low}</span>
        {Array.from({ length: PROBABILITY_CLASSES }, (_, i) => (
          <span key={i} class={`legend-step c${i}`} aria-hidden="true" />
        ))}
        <span class="quiet">{high}</span>
      </span>
      <span class="t h">{answer.legend.hotspot}</span>
      <span class="t e">{answer.legend.entity}</span>
      <span class="t x">{answer.legend.alarm}</span>
      <span class="t cu">{answer.legend.unknown}</span>
    </div>
  )
}

export function Reading({ record, below, beside, pointed }: ReadingProps): JSX.Element {
  const { trace, analysis } = record
  const { answer } = words()
  const root = useRef<HTMLDivElement>(null)
  const view = useRef<TokenView | null>(null)
  const [at, setAt] = useState<number | null>(null)
  const [isKept, setKept] = useState(false)
  const [seen, setSeen] = useState<readonly [number, number]>([0, 0])
  const wanted = place.value.query.get('by')
  const measure = MEASURES.find((known) => known === wanted) ?? 'probability'
  const marks = useMemo(() => tokenMarks(trace.tokens.length, analysis.detections), [record])

  useEffect(() => {
    const element = root.current
    if (element === null) return
    view.current = createTokenView(element, {
      tokens: trace.tokens,
      columns: analysis.perToken,
      marks,
      measure,
      partName: (part, index) => `${messages().parts[part]}${index > 0 ? ` ${index + 1}` : ''}`,
    })
    setAt(null)
    setKept(false)
    let frame = 0
    const follow = (): void => {
      frame = 0
      const next = seenTokens(element, trace.tokens.length)
      setSeen((old) => (old[0] === next[0] && old[1] === next[1] ? old : next))
    }
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(follow)
    }
    follow()
    addEventListener('scroll', soon, { passive: true })
    let width = element.clientWidth
    let timer: ReturnType<typeof setTimeout> | undefined
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      clearTimeout(timer)
      timer = setTimeout(() => {
        view.current?.refit()
        soon()
      }, 120)
    })
    observer.observe(element)
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      observer.disconnect()
      removeEventListener('scroll', soon)
    }
  }, [record])

  useEffect(() => view.current?.colour(measure), [measure])
  useEffect(() => view.current?.mark(at, isKept), [at, isKept])
  useEffect(
    () =>
      effect(() => {
        const target = pointed.value
        view.current?.point(target?.tokens ?? null)
        if (target === null) return
        const first = target.tokens[0]
        setAt(first)
        setKept(true)
        const span = view.current?.spans[first]
        span?.scrollIntoView({ block: 'center' })
        span?.focus({ preventScroll: true })
      }),
    [record],
  )

  const go = (token: number): void => {
    setAt(token)
    setKept(true)
    view.current?.mark(token, true)
    const span = view.current?.spans[token]
    span?.focus({ preventScroll: true })
    span?.scrollIntoView({ block: 'nearest' })
  }
  const look = (token: number | null): void => {
    if (!isKept && token !== null && token !== at) setAt(token)
  }
  return (
    <div class="answer-grid">
      <div class="answer-main">
        <section class="card reading" aria-label={answer.text}>
          <div class="reading-head">
            <div class="switch" role="group" aria-label={answer.colourBy}>
              {MEASURES.map((known) => (
                <button
                  key={known}
                  type="button"
                  aria-pressed={measure === known}
                  onClick={() => setParameters({ by: known === 'probability' ? null : known }, { replace: true })}
                >
                  {answer.measures[known]}
                </button>
              ))}
            </div>
            <Legend measure={measure} />
          </div>
          <Strip
            columns={analysis.perToken}
            threshold={record.scale?.lowTokenLogprob ?? null}
            at={at}
            seen={seen}
            onLook={look}
            onGo={go}
          />
          {trace.tokens.length === 0 && <PlainText record={record} />}
          <div
            ref={root}
            class="text"
            role="group"
            aria-label={answer.text}
            onPointerOver={(event) => {
              if (event.pointerType !== 'touch') look(spanIndex(event.target))
            }}
            onClick={(event) => {
              const token = spanIndex(event.target)
              if (token === null) return
              if (isKept && token === at) setKept(false)
              else go(token)
            }}
            onFocusIn={(event) => {
              const token = spanIndex(event.target)
              if (token !== null && token !== at) setAt(token)
            }}
            onKeyDown={(event) => {
              if (event.ctrlKey || event.metaKey || event.altKey) return
              if (event.key === 'Escape') {
                setKept(false)
                return
              }
              const from = spanIndex(event.target)
              if (from === null) return
              if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault()
                setAt(from)
                setKept(!isKept)
                return
              }
              const target = keyTarget(event.key, from, view.current?.spans ?? [])
              if (target === null) return
              event.preventDefault()
              event.stopPropagation()
              setAt(target)
              view.current?.mark(target, isKept)
              const span = view.current?.spans[target]
              span?.focus({ preventScroll: true })
              span?.scrollIntoView({ block: 'nearest' })
            }}
          />
          <p class="quiet small keys-hint">{answer.keys}</p>
        </section>
        {below}
      </div>
      <div class="answer-side">
        <aside class={`card panel${at === null ? ' is-idle' : ''}`} aria-label={answer.panel}>
          {at !== null && (
            <button
              type="button"
              class="panel-close plain"
              aria-label={answer.panelClose}
              onClick={() => {
                setKept(false)
                setAt(null)
              }}
            >
              <Icon name="close" />
            </button>
          )}
          <output aria-live="polite">
            <TokenPanel tokens={trace.tokens} analysis={analysis} at={at} />
          </output>
        </aside>
        {beside}
      </div>
    </div>
  )
}

/** An answer without tokens: its text, and why nothing more can be said. */
function PlainText({ record }: { readonly record: AnswerRecord }): JSX.Element {
  const { text } = record.trace.output
  return (
    <>
      <p class="quiet">{words().answer.noTokens}</p>
      <div class="text" dir="auto">
        {text}
      </div>
    </>
  )
}
