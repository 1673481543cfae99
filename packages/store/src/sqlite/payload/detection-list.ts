import type { Detection, TokenColumns, Trace } from '@logitscope/core'
import { readByte, readFloat64, readText, readVarint, type ByteReader } from './byte-reader.ts'
import { writeByte, writeFloat64, writeText, writeVarint } from './byte-writer.ts'
import { fromExactJson, toExactJson } from './exact-json.ts'
import type { Streams } from './packed.ts'

// Hotspots are the most of what is found, and all that their evidence says stands in the trace already: they are kept as where they are. One
// that says anything else, and every other detection, is kept as JSON.
const END = 0
const AS_JSON = 1
const HOTSPOT = 2

const MOST_NAMED = 5
const NAMES = Array.from({ length: MOST_NAMED }, (_, i) => `alternative${i + 1}`)
const PROBABILITIES = Array.from({ length: MOST_NAMED }, (_, i) => `probability${i + 1}`)

/** The bits of the optional values: absent, the largest of the span's tokens, or another. */
const ABSENT = 0
const LARGEST = 1
const GIVEN = 2

function textOfPart({ output }: Trace, part: string): string {
  if (part === 'content') return output.text
  if (part === 'refusal') return output.refusal ?? ''
  if (part === 'reasoning') return output.reasoning ?? ''
  return part.startsWith('tool:') ? (output.toolCalls?.[Number(part.slice(5))]?.arguments ?? '') : ''
}

function largest(column: readonly (number | null)[], [start, end]: readonly [number, number]): number {
  let most = -Infinity
  for (let i = start; i < end; i++) {
    const value = column[i]
    if (typeof value === 'number' && value > most) most = value
  }
  return most
}

interface Hotspot {
  readonly tokens: readonly [number, number]
  readonly chars: readonly [number, number]
  readonly part: string
  readonly hot: number
  readonly peak: number
  readonly named: number
  readonly entropy: number | null
  readonly surprisal: number | null
}

/** The detection that a hotspot stands for; `null` where the trace has no such token. */
function detectionOf(trace: Trace, { tokens, chars, part, hot, peak, named, entropy, surprisal }: Hotspot): Detection | null {
  const token = trace.tokens[peak]
  if (token === undefined || named > token.alternatives.length) return null
  const evidence: Record<string, number | string> = { hotTokens: hot, peakToken: peak, peakText: token.text }
  if (entropy !== null) evidence['entropyLowerBits'] = entropy
  if (surprisal !== null) evidence['surprisalBits'] = surprisal
  for (let i = 0; i < named; i++) {
    const { text, logprob } = token.alternatives[i]!
    evidence[NAMES[i]!] = text
    evidence[PROBABILITIES[i]!] = Math.exp(logprob)
  }
  return { kind: 'hotspot', tokens, chars, text: textOfPart(trace, part).slice(chars[0], chars[1]), part, evidence }
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

function isSameEvidence(a: Detection['evidence'], b: Detection['evidence']): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.is(a[name], b[name]))
}

/** The hotspot that stands for a detection exactly; `null` where none does. */
function hotspotOf(trace: Trace, detection: Detection): Hotspot | null {
  const { kind, tokens, chars, part, evidence } = detection
  const { hotTokens: hot, peakToken: peak } = evidence
  const isWhole = [...tokens, ...chars, hot, peak].every((value) => Number.isSafeInteger(value) && Number(value) >= 0)
  if (kind !== 'hotspot' || !isWhole) return null
  let named = 0
  while (named < MOST_NAMED && evidence[NAMES[named]!] !== undefined) named += 1
  const hotspot: Hotspot = {
    tokens,
    chars,
    part,
    hot: Number(hot),
    peak: Number(peak),
    named,
    entropy: numberOrNull(evidence['entropyLowerBits']),
    surprisal: numberOrNull(evidence['surprisalBits']),
  }
  const again = detectionOf(trace, hotspot)
  return again !== null && again.text === detection.text && isSameEvidence(again.evidence, evidence) ? hotspot : null
}

function codeOf(value: number | null, most: number): number {
  if (value === null) return ABSENT
  return Object.is(value, most) ? LARGEST : GIVEN
}

function writeHotspot({ soft, hard }: Streams, perToken: TokenColumns, hotspot: Hotspot): void {
  const { tokens, chars, part, hot, peak, named, entropy, surprisal } = hotspot
  const entropyCode = codeOf(entropy, largest(perToken.entropyLowerBits, tokens))
  const surprisalCode = codeOf(surprisal, largest(perToken.surprisalBits, tokens))
  const isContent = part === 'content'
  writeByte(soft, named | (entropyCode << 3) | (surprisalCode << 5) | (isContent ? 0 : 0x80))
  if (!isContent) writeText(soft, part)
  for (const value of [tokens[0], tokens[1], chars[0], chars[1], hot, peak]) writeVarint(hard, value)
  if (entropyCode === GIVEN) writeFloat64(hard, entropy!)
  if (surprisalCode === GIVEN) writeFloat64(hard, surprisal!)
}

function readHotspot(soft: ByteReader, hard: ByteReader, perToken: TokenColumns): Hotspot {
  const codes = readByte(soft)
  const part = (codes & 0x80) === 0 ? 'content' : readText(soft)
  const [start, end, from, to, hot, peak] = Array.from({ length: 6 }, () => readVarint(hard)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const valueOf = (code: number, column: readonly (number | null)[]): number | null => {
    if (code === ABSENT) return null
    return code === LARGEST ? largest(column, [start, end]) : readFloat64(hard)
  }
  const entropy = valueOf((codes >> 3) & 3, perToken.entropyLowerBits)
  const surprisal = valueOf((codes >> 5) & 3, perToken.surprisalBits)
  return { tokens: [start, end], chars: [from, to], part, hot, peak, named: codes & 7, entropy, surprisal }
}

/** Writes detections so that `readDetections`, with the same trace and per-token values, gives equal ones. */
export function writeDetections(streams: Streams, trace: Trace, perToken: TokenColumns, detections: readonly Detection[]): void {
  const others: Detection[] = []
  for (const detection of detections) {
    const hotspot = hotspotOf(trace, detection)
    writeByte(streams.soft, hotspot === null ? AS_JSON : HOTSPOT)
    if (hotspot === null) others.push(detection)
    else writeHotspot(streams, perToken, hotspot)
  }
  writeByte(streams.soft, END)
  writeText(streams.soft, others.length === 0 ? '' : toExactJson(others))
}

export function readDetections(soft: ByteReader, hard: ByteReader, trace: Trace, perToken: TokenColumns): readonly Detection[] {
  const found: (Detection | null)[] = []
  for (let code = readByte(soft); code !== END; code = readByte(soft)) {
    found.push(code === HOTSPOT ? detectionOf(trace, readHotspot(soft, hard, perToken)) : null)
  }
  const text = readText(soft)
  const others = text === '' ? [] : (fromExactJson(text) as readonly Detection[])
  let next = 0
  return found.map((detection) => detection ?? others[next++]!)
}
