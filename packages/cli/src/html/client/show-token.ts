import type { ClientAnswer, Numbers, PageText } from './types.ts'

/** Writes a token's numbers and alternatives into the panel, as text only. */
export function showToken(panel: HTMLElement, answer: ClientAnswer, at: number, text: PageText, numbers: Numbers): void {
  const { data } = answer
  const make = (name: string, className: string, content: string): HTMLElement => {
    const element = document.createElement(name)
    if (className !== '') element.className = className
    element.textContent = content
    return element
  }
  const logprob = data.logprob[at] ?? null
  const title = make('h3', '', `${text['token'] ?? ''} ${at} `)
  title.append(make('span', 'tok', (answer.tokens[at]?.textContent ?? '').replace(/\n/g, '')))
  if (data.special.includes(at)) title.append(make('small', '', ` ${text['special'] ?? ''}`))

  const facts = document.createElement('dl')
  const fact = (name: string, value: string, className = ''): void => {
    facts.append(make('dt', className, text[name] ?? name), make('dd', className, value))
  }
  const bits = text['bits'] ?? ''
  const nats = text['nats'] ?? ''
  const ceiling = data.ceiling[at]
  if (logprob !== null) {
    fact('probability', numbers.percent(Math.exp(logprob)))
    fact('logprob', `${numbers.number(logprob, 4)} ${nats}`)
    fact('surprisal', `${numbers.number(-logprob / Math.LN2, 2)} ${bits}`, 'wide')
  } else
    fact('logprob', ceiling === undefined ? (text['unknownValue'] ?? '') : `${text['atMost'] ?? ''} ${numbers.number(ceiling, 2)} ${nats}`)
  const rank = data.rank[at] ?? null
  if (rank !== null) fact('rank', String(rank))
  const margin = data.margin[at] ?? null
  if (margin !== null) fact('margin', `${numbers.number(margin, 2)} ${nats}`)
  const chosenMargin = data.chosenMargin[at] ?? null
  if (chosenMargin !== null) fact('chosenMargin', `${numbers.number(chosenMargin, 2)} ${nats}`, 'wide')
  const lower = data.lower[at] ?? null
  const upper = data.upper[at] ?? null
  if (lower !== null && upper !== null) fact('entropy', `${numbers.number(lower, 2)} … ${numbers.number(upper, 2)} ${bits}`)
  const entropy = data.entropy[at] ?? null
  if (entropy !== null) fact('entropyCommon', `${numbers.number(entropy, 2)} ${bits}`, 'wide')

  const list = document.createElement('ol')
  list.className = 'alts'
  let mass = 0
  const line = (name: string, probability: number, value: string, className: string): void => {
    const item = make('li', className, '')
    const bar = make('span', 'bar', '')
    const fill = document.createElement('i')
    // Through the object model: the page's policy forbids style attributes, not this.
    fill.style.width = `${Math.max(0, Math.min(100, probability * 100))}%`
    bar.append(fill)
    item.append(make('span', '', name), bar, make('span', 'num', numbers.percent(probability)), make('span', 'num', value))
    list.append(item)
  }
  const alternatives = data.alternatives[at] ?? []
  const chosen = data.chosen[at] ?? -1
  alternatives.forEach(([name, value], i) => {
    mass += Math.exp(value)
    line(i === chosen ? `${name} (${text['chosen'] ?? ''})` : name, Math.exp(value), numbers.number(value, 2), i === chosen ? 'me' : '')
  })
  if (alternatives.length > 0 && chosen === -1 && logprob !== null) {
    mass += Math.exp(logprob)
    line(
      `${(answer.tokens[at]?.textContent ?? '').replace(/\n/g, '')} (${text['chosen'] ?? ''})`,
      Math.exp(logprob),
      numbers.number(logprob, 2),
      'me',
    )
  }
  if (alternatives.length > 0 && mass < 0.9995) line(text['unlisted'] ?? '', Math.max(0, 1 - mass), '', 'rest')

  const left = document.createElement('div')
  left.append(title, facts)
  const right = document.createElement('div')
  right.append(make('h3', '', alternatives.length === 0 ? (text['noAlternatives'] ?? '') : (text['alternatives'] ?? '')), list)
  const more = data.more[at]
  if (more !== undefined) right.append(make('small', '', (text['more'] ?? '').replace('{count}', String(more))))
  const columns = make('div', 'cols', '')
  columns.append(left, right)
  panel.replaceChildren(columns)
}
