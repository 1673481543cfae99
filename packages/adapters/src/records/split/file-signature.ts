/** Inputs that are not UTF-8 text at all, told by their first bytes. */
import type { ReadIssue } from '@logitscope/core'

const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly what: string; readonly advice: string }[] = [
  { bytes: [0x1f, 0x8b], what: 'gzip-compressed', advice: 'unpack it first' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'Zstandard-compressed', advice: 'unpack it first (zstd -d)' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a ZIP archive', advice: 'unpack it first' },
  { bytes: [0x42, 0x5a, 0x68], what: 'bzip2-compressed', advice: 'unpack it first (bunzip2)' },
  { bytes: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file', advice: 'export it as JSON Lines first' },
  { bytes: [0xff, 0xfe], what: 'UTF-16 text', advice: 'save it as UTF-8' },
  { bytes: [0xfe, 0xff], what: 'UTF-16 text', advice: 'save it as UTF-8' },
  { bytes: [0x7b, 0x00], what: 'UTF-16 text', advice: 'save it as UTF-8' },
  { bytes: [0x00, 0x7b], what: 'UTF-16 text', advice: 'save it as UTF-8' },
]

/** Bytes that `signatureIssue` wants to see. */
export const SIGNATURE_LENGTH = 4

/** What is wrong with an input that begins with these bytes; `null` where it may be text. */
export function signatureIssue(start: Uint8Array): ReadIssue | null {
  for (const { bytes, what, advice } of SIGNATURES) {
    if (bytes.every((byte, i) => start[i] === byte)) return { code: 'not-text', path: '', message: `the input is ${what}: ${advice}` }
  }
  return null
}
