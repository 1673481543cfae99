/** Finds the confidence that an answer states of itself in a field of its JSON. */
import { mergeIssues } from '../../trace/evidence.ts'
import type { Evidence, Trace, Verbalized } from '../../trace/types.ts'
import { jsonDocumentsOf } from '../fields/json-documents.ts'
import { jsonPath } from '../fields/json-path.ts'
import type { JsonLeaf } from '../fields/json-scan.ts'
import { readStated } from './read-stated.ts'
import { schemaScale } from './schema-scale.ts'
import type { ConfidenceOptions } from './types.ts'

/** Looked for where nothing is configured. */
const USUAL: readonly string[] = ['confidence', 'confidence_score', 'confidenceScore', 'güven', 'guven']
const USUAL_PATHS: ReadonlySet<string> = new Set(USUAL.map((name) => jsonPath([name])))
const SHOWN = 3

interface Place {
  readonly part: 'content' | 'tool'
  readonly partIndex?: number
  readonly text: string
  readonly leaf: JsonLeaf
}

/** Whether a leaf is the field that is looked for. */
function fieldTest({ field }: ConfidenceOptions): (leaf: JsonLeaf) => boolean {
  if (field === undefined) return ({ path }) => USUAL_PATHS.has(path)
  if (field.startsWith('$')) return ({ path }) => path === field
  const end = jsonPath([field]).slice(1)
  return ({ path }) => path.endsWith(end)
}

function nameOf(path: string): string {
  return /(?:\.|\[')([^.[\]']+)(?:'\])?$/.exec(path)?.[1] ?? path
}

/** Running text may quote any JSON: without a name only an answer that is one document counts. */
function placesIn(text: string, part: Place['part'], partIndex: number | undefined, options: ConfidenceOptions): Place[] {
  const isField = fieldTest(options)
  const name = options.field
  const mayHold = name === undefined ? USUAL.some((usual) => text.includes(usual)) : name.startsWith('$') || text.includes(name)
  // A key may be written with escapes: only then is a text without the name worth a scan.
  if (!mayHold && !text.includes('\\u')) return []
  const documents = jsonDocumentsOf(text)
  if (
    name === undefined &&
    (documents.length !== 1 || text.slice(documents[0]!.outerEnd).trim() !== '' || text.slice(0, documents[0]!.outerStart).trim() !== '')
  )
    return []
  return documents.flatMap(({ leaves }) =>
    leaves.filter(isField).map((leaf) => ({ part, ...(partIndex === undefined ? {} : { partIndex }), text, leaf })),
  )
}

type Found = { readonly verbalized: Verbalized } | { readonly problem: string } | null

function found({ output, request }: Pick<Trace, 'output' | 'request'>, options: ConfidenceOptions): Found {
  const places = [
    ...placesIn(output.text, 'content', undefined, options),
    ...(output.toolCalls ?? []).flatMap((call, i) => placesIn(call.arguments, 'tool', i, options)),
  ]
  const [first] = places
  if (first === undefined) return null
  if (places.length > 1) {
    const shown = places.slice(0, SHOWN).map(({ leaf }) => leaf.path)
    return { problem: `${places.length} fields state one (${shown.join(', ')}${places.length > SHOWN ? ', …' : ''}): name the path of one` }
  }
  const { leaf, text, part, partIndex } = first
  if (!leaf.complete) return { problem: `${leaf.path} is cut off` }
  if (leaf.type !== 'number' && leaf.type !== 'string') return { problem: `${leaf.path} is of type ${leaf.type}` }
  const raw = leaf.type === 'string' ? String(leaf.value) : text.slice(leaf.start, leaf.end)
  const stated = readStated(raw, options.scale ?? schemaScale(request.parameters.other, nameOf(leaf.path)))
  if (!stated.ok) return { problem: `${leaf.path}: ${stated.problem}` }
  const { value, scale } = stated
  return { verbalized: { field: leaf.path, part, ...(partIndex === undefined ? {} : { partIndex }), value, raw, scale } }
}

/**
 * The trace with the confidence that its answer states of itself as `output.verbalized`, where exactly one field states one and its scale is known:
 * named by `options`, bounded by the request's JSON schema, or told by the number itself (see `readStated`). Where a field is there but gives no
 * number for sure, the issue `verbalized-unclear` says why. An answer without any logprob then has the tier `verbalized`; where real values came,
 * tier, tokens and metrics stay as they are and the number stands beside them. What a trace held before is replaced.
 * Cost: linear in the text where it holds the name, else that of looking for it. Never throws.
 */
export function withStatedConfidence(trace: Trace, options: ConfidenceOptions = {}): Trace {
  const result = found(trace, options)
  if (result === null && trace.output.verbalized === undefined) return trace
  const { verbalized: _, ...plain } = trace.output
  const output = result !== null && 'verbalized' in result ? { ...plain, verbalized: result.verbalized } : plain
  return { ...trace, output, evidence: evidenceWith(trace.evidence, result) }
}

function evidenceWith(evidence: Evidence, result: Found): Evidence {
  const bare = evidence.tier === 'none' || evidence.tier === 'verbalized'
  const isStated = result !== null && 'verbalized' in result
  const tier = bare ? (isStated ? 'verbalized' : 'none') : evidence.tier
  if (result === null || isStated) return { ...evidence, tier }
  const issues = evidence.issues.filter(({ code }) => code !== 'verbalized-unclear')
  return { ...evidence, tier, issues: mergeIssues([...issues, { code: 'verbalized-unclear', count: 1, detail: result.problem }]) }
}
