/** One point of the slider: what happens up to this risk. */
export interface SliderPoint {
  readonly threshold: number
  readonly answered: number
  readonly error: readonly [low: number, mid: number, high: number] | null
}

/** Brings the page of a calibration to life: its language, and for each group the slider. Imports nothing: its source text is put into the page. */
export function calibrationMain(): void {
  const root = document.documentElement

  function percent(share: number): string {
    const digits = (100 * share).toFixed(1)
    return root.dataset['lang'] === 'tr' ? `%${digits.replace('.', ',')}` : `${digits}%`
  }

  function decimal(value: number): string {
    const digits = value.toFixed(3)
    return root.dataset['lang'] === 'tr' ? digits.replace('.', ',') : digits
  }

  function move(box: HTMLElement): void {
    const slider = box.querySelector('input')
    const points = JSON.parse(box.querySelector('script')?.textContent ?? '[]') as readonly SliderPoint[]
    const point = points[Number(slider?.value ?? 0)]
    if (slider === null || point === undefined) return
    const [low, mid, high] = point.error ?? [NaN, NaN, NaN]
    const texts: Readonly<Record<string, string>> = {
      threshold: decimal(point.threshold),
      answered: percent(point.answered),
      error: point.error === null ? '–' : `${percent(mid)} [${percent(low)}–${percent(high)}]`,
    }
    for (const [name, text] of Object.entries(texts)) for (const place of box.querySelectorAll(`[data-${name}]`)) place.textContent = text
    slider.setAttribute('aria-valuetext', `≤ ${texts['threshold'] ?? ''}: ${texts['answered'] ?? ''}, ${texts['error'] ?? ''}`)
    const cursor = box.querySelector('.cursor-line')
    const [from, width] = (cursor?.getAttribute('data-scale') ?? '0 0').split(' ').map(Number)
    for (const end of ['x1', 'x2']) cursor?.setAttribute(end, String((from ?? 0) + (width ?? 0) * point.answered))
  }

  const boxes = [...document.querySelectorAll<HTMLElement>('.what-if')]

  function speak(locale: string): void {
    root.lang = locale
    root.dataset['lang'] = locale
    for (const button of document.querySelectorAll('[data-set-lang]'))
      button.setAttribute('aria-pressed', String(button.getAttribute('data-set-lang') === locale))
    for (const named of document.querySelectorAll(`[data-label-${locale}]`))
      named.setAttribute('aria-label', named.getAttribute(`data-label-${locale}`) ?? '')
    for (const box of boxes) move(box)
  }

  for (const button of document.querySelectorAll('[data-set-lang]'))
    button.addEventListener('click', () => {
      speak(button.getAttribute('data-set-lang') ?? 'en')
    })
  for (const box of boxes)
    box.addEventListener('input', () => {
      move(box)
    })
  speak(root.dataset['lang'] ?? 'en')
}
