import { findSensitive, maskText } from './find-sensitive.ts'

const DEEPEST = 64

/** Masks the sensitive spans of every text in a JSON value, keys included; below 64 levels the value is dropped (`null`). */
export function redactJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return findSensitive(value).length === 0 ? value : maskText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return null
  if (Array.isArray(value)) return value.map((entry) => redactJson(entry, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [maskText(key), redactJson(inner, depth + 1)]))
}
