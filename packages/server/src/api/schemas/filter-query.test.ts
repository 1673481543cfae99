import { describe, expect, it } from 'vitest'
import { withFilter } from './with-filter.ts'

const parse = (query: Readonly<Record<string, unknown>>): { readonly filter?: unknown; readonly issues: readonly string[] } => {
  const result = withFilter({}).safeParse(query)
  return result.success
    ? { filter: result.data.filter, issues: [] }
    : {
        issues: result.error.issues.map((issue) =>
          issue.code === 'unrecognized_keys' ? `unknown ${issue.keys.join()}` : issue.path.join('.'),
        ),
      }
}

describe('the filter of a query', () => {
  it('reads every field', () => {
    const query = {
      from: '100',
      to: '200',
      project: 'p',
      promptVersion: '',
      tag: ['team:a:b', 'env:x,y'],
      tier: 'top-k,selected',
      action: ['flag', 'review'],
      finish: 'length',
      detection: 'repetition',
      flagged: 'true',
      label: 'none',
      range: ['metrics.avgLogprob::-3', 'metrics.perplexity:2:15'],
      text: 'Paris, France',
      lowToken: ' the',
      cell: '0,1,0.5,0.75',
      imported: 'false',
    }
    expect(parse(query).filter).toEqual({
      from: 100,
      to: 200,
      project: 'p',
      promptVersion: '',
      tags: { team: 'a:b', env: 'x,y' },
      tiers: ['top-k', 'selected'],
      actions: ['flag', 'review'],
      finishes: ['length'],
      detections: ['repetition'],
      flagged: true,
      labels: ['none'],
      ranges: [
        { metric: 'metrics.avgLogprob', max: -3 },
        { metric: 'metrics.perplexity', min: 2, max: 15 },
      ],
      text: 'Paris, France',
      lowToken: ' the',
      cell: { position: [0, 1], probability: [0.5, 0.75] },
      imported: false,
    })
    expect(parse({}).filter).toEqual({})
  })

  it.each([
    [{ form: '1' }, 'unknown form'],
    [{ from: 'yesterday' }, 'from'],
    [{ from: '1e9999' }, 'from'],
    [{ from: '5', to: '5' }, 'to'],
    [{ tier: 'best' }, 'tier'],
    [{ action: 'pass,shout' }, 'action'],
    [{ range: 'metrics.avgLogprob' }, 'range'],
    [{ range: 'metrics.avgLogprob:a:b' }, 'range'],
    [{ range: 'metrics.avgLogprob:1:2:3' }, 'range'],
    [{ range: 'constructor:1:2' }, 'range'],
    [{ tag: 'nocolon' }, 'tag'],
    [{ cell: '1,2,3' }, 'cell'],
    [{ cell: 'a,b,c,d' }, 'cell'],
    [{ flagged: 'yes' }, 'flagged'],
    [{ text: 'x'.repeat(10_000) }, 'text'],
    [{ project: ['a', 'b'] }, 'project'],
  ])('refuses %j and says where', (query, where) => expect(parse(query).issues).toContain(where))

  it('keeps a tag of any name out of the prototype', () => {
    const filter = parse({ tag: '__proto__:x' }).filter as { readonly tags: Readonly<Record<string, string>> }
    expect(Object.getPrototypeOf(filter.tags)).toBe(Object.prototype)
    expect(Object.keys(filter.tags)).toEqual(['__proto__'])
  })
})
