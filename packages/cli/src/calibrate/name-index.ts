import type { LabelRecord } from '@logitscope/core'

/** Finds the answer that a label means: by its trace id, else by another name that is only its own. */
export interface NameIndex {
  readonly add: (traceId: string, names: readonly (string | null | undefined)[]) => void
  /** The labels with trace ids in place of other names; labels whose name stands at several answers are left out and told. */
  readonly resolve: (labels: readonly LabelRecord[]) => { readonly records: readonly LabelRecord[]; readonly ambiguous: readonly string[] }
}

export function createNameIndex(): NameIndex {
  const traceIds = new Set<string>()
  /** By name; `null` where several answers have it. */
  const byName = new Map<string, string | null>()
  return {
    add(traceId, names) {
      traceIds.add(traceId)
      for (const name of new Set(names)) {
        if (name === null || name === undefined || name === '') continue
        const before = byName.get(name)
        byName.set(name, before === undefined || before === traceId ? traceId : null)
      }
    },
    resolve(labels) {
      const ambiguous: string[] = []
      const records = labels.flatMap((label) => {
        if (traceIds.has(label.traceId)) return [label]
        const found = byName.get(label.traceId)
        if (found === null) {
          ambiguous.push(label.traceId)
          return []
        }
        return [found === undefined ? label : { ...label, traceId: found }]
      })
      return { records, ambiguous }
    },
  }
}
