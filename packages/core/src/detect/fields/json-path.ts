/** Where a value stands in a JSON document: a key of an object or an index of an array. */
export type PathSegment = string | number

const SHORTHAND = /^[A-Za-z_\u0080-\ud7ff\ue000-\uffff][A-Za-z0-9_\u0080-\ud7ff\ue000-\uffff]*$/
const ESCAPED = /['\\\u0000-\u001f\u007f\ud800-\udfff]/g
const NAMED: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}
/** Segments shown of a path: all up to this many, else so many of the beginning and the end. */
const LONGEST = 64
const BEGINNING = 48
const END = 16

function segmentText(segment: PathSegment): string {
  if (typeof segment === 'number') return `[${segment}]`
  if (SHORTHAND.test(segment)) return `.${segment}`
  const escaped = segment.replace(ESCAPED, (unit) => NAMED[unit] ?? escapeUnit(unit))
  return `['${escaped}']`
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * A JSONPath (RFC 9535) of the segments: `$.a[0].b`; keys that the shorthand cannot write stand in brackets with single quotes and the
 * escapes of normalized paths (`$['a.b']`, `$['it\'s']`). No segment gives `$`. Of more than 64 segments the middle is left out and shown as `…`,
 * so that a deep document cannot make paths without bound.
 */
export function jsonPath(segments: readonly PathSegment[]): string {
  if (segments.length <= LONGEST) return `$${segments.map(segmentText).join('')}`
  return `$${segments.slice(0, BEGINNING).map(segmentText).join('')}…${segments.slice(-END).map(segmentText).join('')}`
}
