import type { ClientAnswer, ClientToken, PageData, Parts } from './types.ts'

/** Brings the page to life: language, answers one at a time, tokens by pointer and by keyboard, links to places. */
export function main(parts: Parts): void {
  const root = document.documentElement
  const page = JSON.parse(document.getElementById('page')?.textContent ?? '{"texts":{}}') as PageData
  const articles = [...document.querySelectorAll<HTMLElement>('article')]
  const panel = document.getElementById('panel')
  const answers = new Map<HTMLElement, ClientAnswer>()
  /** The one tab stop of each answer. */
  const stops = new Map<ClientAnswer, HTMLElement>()
  let locale = 'en'
  let current = 0
  /** The token that is shown, and whether it stays when the pointer leaves. */
  let shown: { readonly answer: ClientAnswer; readonly at: number } | null = null
  let kept = false

  function answerOf(element: HTMLElement): ClientAnswer {
    let answer = answers.get(element)
    if (answer === undefined) {
      const data = JSON.parse(element.querySelector('script.data')?.textContent ?? '{}') as ClientToken
      answer = { element, tokens: [...element.querySelectorAll<HTMLElement>('.text .t')], data }
      answers.set(element, answer)
    }
    return answer
  }

  function mark(at: number, on: boolean): void {
    const token = shown?.answer.tokens[at]
    token?.classList.toggle('at', on)
    token?.classList.toggle('kept', on && kept)
  }

  function show(answer: ClientAnswer, at: number, keep: boolean): void {
    if (shown !== null) mark(shown.at, false)
    shown = { answer, at }
    kept = keep
    mark(at, true)
    parts.moveCursor(answer, at)
    if (panel !== null) parts.showToken(panel, answer, at, page.texts[locale] ?? {}, parts.numbers(locale))
  }

  function clear(): void {
    if (shown === null) return
    mark(shown.at, false)
    parts.moveCursor(shown.answer, null)
    shown = null
    kept = false
    const hint = document.createElement('span')
    hint.className = 'quiet'
    hint.textContent = page.texts[locale]?.['panelHint'] ?? ''
    panel?.replaceChildren(hint)
  }

  /** Moves the one tab stop of an answer to a token, and the focus with it. */
  function focus(answer: ClientAnswer, at: number, keep: boolean): void {
    const token = answer.tokens[at]
    if (token === undefined) return
    stop(answer, at)
    token.focus({ preventScroll: true })
    token.scrollIntoView({ block: 'nearest' })
    show(answer, at, keep)
  }

  function stop(answer: ClientAnswer, at: number): void {
    const old = stops.get(answer)
    old?.removeAttribute('tabindex')
    old?.removeAttribute('role')
    const token = answer.tokens[at]
    if (token === undefined) return
    token.setAttribute('tabindex', '0')
    token.setAttribute('role', 'button')
    stops.set(answer, token)
  }

  function speak(next: string): void {
    locale = next === 'tr' ? 'tr' : 'en'
    root.lang = locale
    root.dataset['lang'] = locale
    for (const element of document.querySelectorAll(`[data-label-${locale}]`))
      element.setAttribute('aria-label', element.getAttribute(`data-label-${locale}`) ?? '')
    for (const button of document.querySelectorAll<HTMLElement>('[data-set-lang]'))
      button.setAttribute('aria-pressed', String(button.dataset['setLang'] === locale))
    document.title = page.texts[locale]?.['title'] ?? document.title
    if (shown === null) {
      const hint = panel?.querySelector('.quiet')
      if (hint) hint.textContent = page.texts[locale]?.['panelHint'] ?? ''
    } else show(shown.answer, shown.at, kept)
  }

  function open(index: number): void {
    current = Math.max(0, Math.min(articles.length - 1, index))
    clear()
    articles.forEach((article, i) => (article.hidden = i !== current))
    const article = articles[current]
    if (article !== undefined) stop(answerOf(article), 0)
    for (const link of document.querySelectorAll('.list a')) {
      const here = link.getAttribute('href') === `#${article?.id ?? ''}`
      if (here) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
      if (here) link.scrollIntoView({ block: 'nearest' })
    }
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-step]')) {
      const target = current + Number(button.dataset['step'])
      button.disabled = target < 0 || target >= articles.length
    }
  }

  /** `#a3` opens answer 3, `#a3t17` its token 17. */
  function follow(hash: string, count = 1): void {
    const match = /^#a(\d+)(?:t(\d+))?$/.exec(hash)
    if (match === null) return
    const index = articles.findIndex((article) => article.id === `a${match[1] ?? ''}`)
    const article = articles[index]
    if (article === undefined) return
    if (index !== current || article.hidden) open(index)
    if (match[2] === undefined) {
      article.focus({ preventScroll: true })
      return
    }
    const answer = answerOf(article)
    const at = Number(match[2])
    for (const old of article.querySelectorAll('.t.in')) old.classList.remove('in')
    for (let i = at; i < at + count; i++) answer.tokens[i]?.classList.add('in')
    focus(answer, at, true)
    answer.tokens[at]?.scrollIntoView({ block: 'center' })
  }

  const tokenAt = (event: Event): { answer: ClientAnswer; at: number } | null => {
    const element = event.target instanceof Element ? event.target : null
    const article = element?.closest<HTMLElement>('article')
    if (element === null || article === null || article === undefined) return null
    const answer = answerOf(article)
    const token = element.closest<HTMLElement>('.text .t')
    if (token !== null) return { answer, at: answer.tokens.indexOf(token) }
    const at = event instanceof MouseEvent ? parts.stripToken(event) : null
    return at === null ? null : { answer, at }
  }

  document.addEventListener('pointermove', (event) => {
    if (kept || event.pointerType === 'touch') return
    const found = tokenAt(event)
    if (found !== null && (found.at !== shown?.at || found.answer !== shown.answer)) show(found.answer, found.at, false)
  })
  document.addEventListener('click', (event) => {
    const element = event.target instanceof Element ? event.target : null
    const language = element?.closest<HTMLElement>('[data-set-lang]')?.dataset['setLang']
    if (language !== undefined) speak(language)
    const step = element?.closest<HTMLElement>('[data-step]')?.dataset['step']
    if (step !== undefined) {
      open(current + Number(step))
      history.replaceState(null, '', `#${articles[current]?.id ?? ''}`)
      articles[current]?.focus({ preventScroll: true })
    }
    const link = element?.closest<HTMLAnchorElement>('a[href^="#a"]')
    if (link) {
      event.preventDefault()
      const [start = 0, end = start + 1] = (link.dataset['tokens'] ?? '').split(',').map(Number)
      history.replaceState(null, '', link.hash)
      follow(link.hash, end - start)
      return
    }
    const found = tokenAt(event)
    if (found === null) return
    if (kept && shown?.answer === found.answer && shown.at === found.at) show(found.answer, found.at, false)
    else focus(found.answer, found.at, true)
  })
  document.addEventListener('focusin', (event) => {
    const found = tokenAt(event)
    if (found !== null && (shown?.answer !== found.answer || shown.at !== found.at)) show(found.answer, found.at, kept)
  })
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const found = tokenAt(event)
    if (event.key === 'Escape') {
      if (kept && shown !== null) show(shown.answer, shown.at, false)
      else clear()
      return
    }
    if (found === null) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      show(found.answer, found.at, !kept)
      return
    }
    const target = parts.keyTarget(event.key, found.at, found.answer.tokens)
    if (target === null) return
    event.preventDefault()
    focus(found.answer, target, kept)
  })
  window.addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('article details')) details.setAttribute('open', '')
  })
  window.addEventListener('hashchange', () => follow(location.hash))

  speak(navigator.language.toLowerCase().startsWith('tr') ? 'tr' : 'en')
  open(0)
  follow(location.hash)
}
