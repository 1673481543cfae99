import { murmur3, utf8Encode, type LabelRecord, type Trace } from '@logitscope/core'

/** The same for the same answer of a model to the same question: text and log-probabilities; "" where the question is not known. */
export function answerDigest(model: string, item: string, { output, tokens }: Trace): string {
  if (item === '') return ''
  return murmur3(utf8Encode(JSON.stringify([model, item, output.text, tokens.map(({ text, logprob }) => [text, logprob])])))
}

interface SeenAnswer {
  readonly traceId: string
  readonly digest: string
  readonly model: string
  readonly ownId: string | null
  readonly copy: number
}

/** Trace ids of records that are one answer to one question, some of them labelled right and some wrong: which is true is not known. */
export function contradictedAnswers(answers: readonly SeenAnswer[], labels: ReadonlyMap<string, LabelRecord>): ReadonlySet<string> {
  const byDigest = new Map<string, string[]>()
  for (const { digest, traceId } of answers) {
    const value = labels.get(traceId)?.value
    if (digest === '' || value === undefined || value === 'unsure') continue
    const alike = byDigest.get(digest)
    if (alike === undefined) byDigest.set(digest, [traceId])
    else alike.push(traceId)
  }
  const contradicted = new Set<string>()
  for (const alike of byDigest.values())
    if (new Set(alike.map((traceId) => labels.get(traceId)?.value)).size > 1) for (const traceId of alike) contradicted.add(traceId)
  return contradicted
}

/** Ids of records that stand at several answers of one model, exact repeats aside. */
export function repeatedOwnIds(answers: readonly SeenAnswer[]): readonly string[] {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { model, ownId, copy } of answers) {
    if (ownId === null || copy > 0) continue
    const key = `${model}\n${ownId}`
    if (seen.has(key)) repeated.add(ownId)
    seen.add(key)
  }
  return [...repeated]
}
