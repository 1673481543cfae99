/** Looking at parsed JSON whose shape nobody vouches for. */

export type Wire = Readonly<Record<string, unknown>>

export function asRecord(value: unknown): Wire | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : null
}

export function asArray(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? (value as readonly unknown[]) : null
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** A whole number of at least 0 that arrays can be indexed with. */
export function asCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

/** Whether a field is there and holds anything. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}
