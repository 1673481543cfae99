/** The scale of a field, where the request's own JSON schema bounds it. */

const MOST_LOOKED_AT = 2000

const boundsOf = (schema: unknown): readonly [number, number] | null => {
  if (typeof schema !== 'object' || schema === null) return null
  const { minimum, maximum } = schema as { readonly minimum?: unknown; readonly maximum?: unknown }
  return typeof minimum === 'number' && typeof maximum === 'number' && minimum < maximum ? [minimum, maximum] : null
}

/**
 * Looks through a request for `properties` that hold `name` with `minimum` and `maximum`: the schema of a structured output, or of a tool.
 * `null` where there is none, or where several disagree. Looks at no more than 2 000 values.
 */
export function schemaScale(request: unknown, name: string): readonly [number, number] | null {
  const open: unknown[] = [request]
  let found: readonly [number, number] | null = null
  for (let i = 0; i < open.length && i < MOST_LOOKED_AT; i++) {
    const value = open[i]
    if (typeof value !== 'object' || value === null) continue
    const record = value as Readonly<Record<string, unknown>>
    const properties = Object.hasOwn(record, 'properties') ? record['properties'] : undefined
    if (typeof properties === 'object' && properties !== null && Object.hasOwn(properties, name)) {
      const bounds = boundsOf((properties as Readonly<Record<string, unknown>>)[name])
      if (bounds !== null && found !== null && (bounds[0] !== found[0] || bounds[1] !== found[1])) return null
      found ??= bounds
    }
    for (const inner of Object.values(record).slice(0, MOST_LOOKED_AT)) if (typeof inner === 'object') open.push(inner)
  }
  return found
}
