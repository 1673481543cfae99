import { sha256 } from '../digest/sha256.ts'
import { utf8Encode } from '../trace/utf8.ts'
import type { Profile } from './types.ts'

const known = new WeakMap<Profile, string>()

/** JSON with the keys of every object in code-point order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
  }
  return JSON.stringify(value)
}

/**
 * SHA-256 (hex) of the profile's canonical JSON: two profiles with the same content have the same fingerprint, whatever their key order and
 * whichever promises are suspended for now.
 */
export function profileFingerprint(profile: Profile): string {
  const before = known.get(profile)
  if (before !== undefined) return before
  const fingerprint = sha256(utf8Encode(canonicalJson({ ...profile, suspended: undefined })))
  known.set(profile, fingerprint)
  return fingerprint
}
