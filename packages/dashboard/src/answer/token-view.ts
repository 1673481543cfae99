/**
 * The tokens of an answer as elements, made by hand: one listener for all of them, classes changed in place when another measure is chosen.
 * Blocks off the screen are left undrawn by the browser (`content-visibility`), so that 16 000 tokens cost what is seen of them.
 */
import { visibleToken, type Token, type TokenColumns } from '@logitscope/core'
import { blocksOf } from './blocks.ts'
import { measureClass, type Measure } from './measures.ts'
import { cutLongBlocks } from './cut-long-blocks.ts'

export interface TokenView {
  readonly spans: readonly HTMLElement[]
  readonly colour: (measure: Measure) => void
  /** Marks the token that is looked at; `null` takes the mark away. */
  readonly mark: (token: number | null, isKept: boolean) => void
  /** Marks a range that something on the page points at. */
  readonly point: (range: readonly [from: number, to: number] | null) => void
  /** Cuts blocks again for another width. */
  readonly refit: () => void
}

export interface TokenViewInput {
  readonly tokens: readonly Token[]
  readonly columns: TokenColumns
  readonly marks: readonly string[]
  readonly measure: Measure
  /** What stands above a part that is not the answer itself. */
  readonly partName: (part: Token['part'], index: number) => string
}

function fillSpan(span: HTMLElement, token: Token): void {
  for (const { kind, text } of visibleToken(token)) {
    if (kind === 'text') {
      span.append(text)
      continue
    }
    const mark = document.createElement('i')
    mark.textContent = text
    span.append(mark)
    // A line break is shown and done.
    if (kind === 'control') span.append('\n'.repeat(text.split('↵').length - 1))
  }
}

function colourClass(token: Token | undefined, columns: TokenColumns, index: number, measure: Measure): string {
  if (token?.special === true) return 'cs'
  const group = measureClass(columns, index, measure)
  return group === null ? 'cu' : `c${group}`
}

/** Fills `root` with the tokens. Whatever a token holds is text here, never markup. */
export function createTokenView(root: HTMLElement, input: TokenViewInput): TokenView {
  const { tokens, columns, marks } = input
  const spans: HTMLElement[] = []
  const classesOf = (i: number, measure: Measure): string =>
    `t ${colourClass(tokens[i], columns, i, measure)}${(marks[i] ?? '') === '' ? '' : ` ${marks[i]}`}`
  const fragment = document.createDocumentFragment()
  for (const { from, to, part, partIndex, isFirst } of blocksOf(tokens)) {
    if (isFirst && (part !== 'content' || from > 0)) {
      const title = document.createElement('p')
      title.className = 'part-name'
      title.textContent = input.partName(part, partIndex)
      fragment.append(title)
    }
    const block = document.createElement('div')
    block.className = 'block'
    block.dir = 'auto'
    for (let i = from; i < to; i++) {
      const span = document.createElement('span')
      span.className = classesOf(i, input.measure)
      span.dataset['i'] = String(i)
      const token = tokens[i]
      if (token !== undefined) fillSpan(span, token)
      spans.push(span)
      block.append(span)
    }
    fragment.append(block)
  }
  root.replaceChildren(fragment)
  cutLongBlocks(root)
  if (spans[0] !== undefined) spans[0].tabIndex = 0
  let marked: HTMLElement | null = null
  let tabbable: HTMLElement | null = spans[0] ?? null
  let pointed: HTMLElement[] = []
  return {
    spans,
    colour(measure) {
      spans.forEach((span, i) => {
        const kept = ['at', 'kept', 'in'].filter((name) => span.classList.contains(name))
        span.className = [classesOf(i, measure), ...kept].join(' ')
      })
    },
    mark(token, isKept) {
      marked?.classList.remove('at', 'kept')
      marked = token === null ? null : (spans[token] ?? null)
      marked?.classList.add('at')
      if (isKept) marked?.classList.add('kept')
      // Taking the attribute away from the token in focus would take the focus away.
      if (marked === null || marked === tabbable) return
      tabbable?.removeAttribute('tabindex')
      tabbable = marked
      marked.tabIndex = 0
    },
    point(range) {
      for (const span of pointed) span.classList.remove('in')
      pointed = range === null ? [] : spans.slice(range[0], range[1])
      for (const span of pointed) span.classList.add('in')
    },
    refit: () => cutLongBlocks(root),
  }
}
