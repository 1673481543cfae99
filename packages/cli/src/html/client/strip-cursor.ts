import type { ClientAnswer } from './types.ts'

/** Puts the strips' cursor over a token, or takes it away. */
export function moveCursor(answer: ClientAnswer, at: number | null): void {
  const strip = answer.element.querySelector<HTMLElement>('.strip')
  if (strip === null) return
  const perBar = Number(strip.dataset['perBar']) || 1
  for (const lane of strip.querySelectorAll('.lane')) {
    lane.classList.toggle('on', at !== null)
    if (at !== null) lane.querySelector('.cursor')?.setAttribute('x', String(Math.floor(at / perBar)))
  }
}

/** The token under the pointer in a strip, or `null` elsewhere. */
export function stripToken(event: MouseEvent): number | null {
  const target = event.target instanceof Element ? event.target.closest('.lane svg') : null
  const strip = target?.closest<HTMLElement>('.strip')
  if (!target || !strip) return null
  const box = target.getBoundingClientRect()
  const bars = Number((target.getAttribute('viewBox') ?? '').split(' ')[2]) || 1
  const bar = Math.floor(((event.clientX - box.left) / box.width) * bars)
  return Math.max(0, Math.min(bars - 1, bar)) * (Number(strip.dataset['perBar']) || 1)
}
