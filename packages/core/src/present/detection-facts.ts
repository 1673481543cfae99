import type { Detection } from '../detect/types.ts'
import type { NumberFormat } from './numbers.ts'
import { visibleText } from './visible.ts'
import { fill, say, type Messages } from './messages/index.ts'

type Evidence = Detection['evidence']

interface Teller {
  readonly messages: Messages
  readonly numbers: NumberFormat
}

/** Alternatives named beside a hotspot. */
const MOST_ALTERNATIVES = 4
const LONGEST_TEXT = 60

const quoted = (text: string): string =>
  `“${visibleText(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text, { spaces: 'edges' })}”`

function numberOf(evidence: Evidence, key: string): number | null {
  const value = evidence[key]
  return typeof value === 'number' && !Number.isNaN(value) ? value : null
}

/** A sentence with numbers in it, or nothing where one of them is not known. */
function fact(
  { numbers }: Teller,
  sentence: string,
  values: Readonly<Record<string, number | string | null>>,
  decimals = 2,
): readonly string[] {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) {
    if (value === null) return []
    shown[name] = typeof value === 'number' ? numbers.number(value, decimals) : value
  }
  return [fill(sentence, shown)]
}

function hotspotFacts(teller: Teller, evidence: Evidence): readonly string[] {
  const { messages, numbers } = teller
  const peak = evidence['peakText']
  const others: string[] = []
  for (let i = 1; `alternative${i}` in evidence && others.length < MOST_ALTERNATIVES; i++) {
    const text = evidence[`alternative${i}`]
    if (typeof text === 'string' && text !== peak)
      others.push(`${quoted(text)} ${numbers.percent(numberOf(evidence, `probability${i}`), 0)}`)
  }
  return [
    ...((numberOf(evidence, 'hotTokens') ?? 1) > 1 && typeof peak === 'string' ? [fill(messages.facts.peak, { text: quoted(peak) })] : []),
    ...fact(teller, messages.facts.entropyAtLeast, { bits: numberOf(evidence, 'entropyLowerBits') }),
    ...fact(teller, messages.facts.surprisal, { bits: numberOf(evidence, 'surprisalBits') }),
    ...(others.length === 0 ? [] : [fill(messages.facts.alsoPossible, { list: others.join(', ') })]),
  ]
}

function withoutValue({ messages }: Teller, evidence: Evidence): readonly string[] {
  const count = (numberOf(evidence, 'censored') ?? numberOf(evidence, 'ceilings') ?? 0) + (numberOf(evidence, 'unknown') ?? 0)
  return count === 0 ? [] : [fill(messages.facts.withoutValue, { count })]
}

function entityFacts(teller: Teller, evidence: Evidence): readonly string[] {
  const { messages } = teller
  const kind = evidence['entityKind']
  const mean = numberOf(evidence, 'meanLogprob')
  const lowest = numberOf(evidence, 'minLogprob')
  return [
    ...(typeof kind === 'string' ? [say(messages.entityKinds, kind)] : []),
    ...(numberOf(evidence, 'tokens') === 1
      ? fact(teller, messages.facts.logprob, { value: mean })
      : fact(teller, messages.facts.meanAndLowest, { mean, lowest })),
    ...withoutValue(teller, evidence),
  ]
}

function fieldFacts(teller: Teller, evidence: Evidence): readonly string[] {
  const { messages } = teller
  const { path, value } = evidence
  return [
    ...(typeof path === 'string' ? [visibleText(path)] : []),
    ...(value === undefined ? [] : [fill(messages.facts.fieldValue, { value: typeof value === 'string' ? quoted(value) : String(value) })]),
    ...fact(teller, messages.facts.lowestAndSum, { lowest: numberOf(evidence, 'minLogprob'), sum: numberOf(evidence, 'sumLogprob') }),
    ...(evidence['complete'] === 0 ? [messages.facts.cutOff] : []),
    ...withoutValue(teller, evidence),
  ]
}

function dropFacts(teller: Teller, evidence: Evidence): readonly string[] {
  const { messages, numbers } = teller
  const shown = (key: string): string | null => {
    const value = numberOf(evidence, key)
    if (value === null) return null
    const text = numbers.number(value, 2)
    return evidence[`${key}Is`] === 'ceiling' ? fill(messages.facts.atMost, { value: text }) : text
  }
  const previous = shown('previous')
  const current = shown('current')
  const isRobust = String(evidence['form']).includes('robust')
  return [
    ...(previous === null
      ? fact(teller, messages.facts.reached, { current })
      : fact(teller, messages.facts.dropped, { previous, current })),
    ...(isRobust ? fact(teller, messages.facts.belowMedian, { median: numberOf(evidence, 'median') }) : []),
  ]
}

function stretchFacts(teller: Teller, evidence: Evidence): readonly string[] {
  const { messages } = teller
  return [
    ...fact(teller, messages.facts.tokens, { count: numberOf(evidence, 'tokenCount') }, 0),
    ...fact(teller, messages.facts.meanAndLowest, { mean: numberOf(evidence, 'meanLogprob'), lowest: numberOf(evidence, 'minLogprob') }),
    ...withoutValue(teller, evidence),
  ]
}

function repetitionFacts(teller: Teller, evidence: Evidence): readonly string[] {
  const { messages, numbers } = teller
  const sentence = evidence['measuredIn'] === 'words' ? messages.facts.copiesOfWords : messages.facts.copies
  const copies = numberOf(evidence, 'copies')
  const period = numberOf(evidence, 'period')
  const rise = numberOf(evidence, 'confidenceRiseNats')
  const { unit } = evidence
  return [
    ...(copies === null || period === null
      ? []
      : [
          fill(sentence, {
            copies: numbers.integer(copies),
            period: numbers.integer(period),
            text: typeof unit === 'string' ? quoted(unit) : '',
          }),
        ]),
    ...(rise === null ? [] : fact(teller, rise >= 0 ? messages.facts.rises : messages.facts.falls, { nats: Math.abs(rise) })),
  ]
}

function glitchFacts({ messages, numbers }: Teller, evidence: Evidence): readonly string[] {
  const { reason, detail, where, token } = evidence
  const probability = numberOf(evidence, 'probability')
  return [
    ...(typeof reason === 'string' ? [say(messages.glitchReasons, reason)] : []),
    ...(typeof detail === 'string' ? [visibleText(detail)] : []),
    ...(where === 'alternative' && typeof token === 'string' ? [quoted(token)] : []),
    ...(probability === null
      ? []
      : [
          fill(where === 'alternative' ? messages.facts.amongAlternatives : messages.facts.chosen, {
            probability: numbers.percent(probability),
          }),
        ]),
  ]
}

/** What the words of an unknown kind are worth: names split into words, numbers rounded. */
function otherFacts({ numbers }: Teller, evidence: Evidence): readonly string[] {
  return Object.entries(evidence).map(([key, value]) => {
    const name = visibleText(key)
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replaceAll('-', ' ')
      .toLowerCase()
    return `${name} ${typeof value === 'string' ? visibleText(value) : Number.isInteger(value) ? numbers.integer(value) : numbers.number(value, 2)}`
  })
}

const BY_KIND: Readonly<Record<string, (teller: Teller, evidence: Evidence) => readonly string[]>> = {
  'sudden-drop': dropFacts,
  'sustained-low': stretchFacts,
  repetition: repetitionFacts,
  'glitch-token': glitchFacts,
  hotspot: hotspotFacts,
  entity: entityFacts,
  field: fieldFacts,
}

/** The numbers behind a detection as short statements in a language, the most telling first; safe to print on a terminal. */
export function detectionFacts(
  detection: Pick<Detection, 'kind' | 'evidence'>,
  messages: Messages,
  numbers: NumberFormat,
): readonly string[] {
  const tell = Object.hasOwn(BY_KIND, detection.kind) ? BY_KIND[detection.kind] : undefined
  return (tell ?? otherFacts)({ messages, numbers }, detection.evidence)
}
