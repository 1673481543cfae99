import { createRecordReader } from '@logitscope/adapters'
import { analyze, createRuleEntityFinder, profileFingerprint, STARTING_PROFILE } from '@logitscope/core'
import { anyTrace, projectRecordings } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packAnswer, unpackAnswer } from '../src/sqlite/payload/answer-payload.ts'
import { deflateRawSync } from 'node:zlib'
import { DamagedPayloadError, readBytes } from '../src/sqlite/payload/byte-reader.ts'
import { DICTIONARIES } from '../src/sqlite/payload/dictionary.ts'
import { unpack } from '../src/sqlite/payload/packed.ts'

describe('the payload of an answer', () => {
  it('gives back every trace and its analysis exactly', () => {
    fc.assert(
      fc.property(anyTrace, (trace) => {
        const analysis = analyze(trace, STARTING_PROFILE)
        const { receivedAt = 0 } = trace
        const back = unpackAnswer(packAnswer(trace, analysis), receivedAt)
        expect(back.trace).toEqual({ ...trace, receivedAt })
        expect(back.analysis).toEqual(analysis)
      }),
    )
  })

  it('still reads what an earlier version packed', () => {
    for (const [version, dictionary] of DICTIONARIES) {
      const plain = Buffer.from('{"plain":"text of a payload"}')
      const compressed = deflateRawSync(plain, { dictionary })
      const packed = Buffer.concat([Buffer.from([version, plain.length, compressed.length]), compressed, Buffer.from('rest')])
      const { soft, hard } = unpack(packed)
      expect(Buffer.from(readBytes(soft, plain.length)).equals(plain)).toBe(true)
      expect(Buffer.from(readBytes(hard, 4)).toString()).toBe('rest')
    }
    expect(() => unpack(Buffer.from([9, 1, 1, 0]))).toThrow(DamagedPayloadError)
  })

  it('knows the fingerprint of the starting profile: without it every payload holds 64 characters more', () => {
    expect([...DICTIONARIES.values()].at(-1)!.toString()).toContain(profileFingerprint(STARTING_PROFILE))
  })

  it('gives back what recorded answers hold, hotspots and entities among it, and takes at most 45 bytes a token at top-5', () => {
    const entities = createRuleEntityFinder()
    const sizes: number[] = []
    for (const { bytes } of projectRecordings()) {
      const reader = createRecordReader()
      for (const { traces } of [...reader.push(bytes), ...reader.end()]) {
        for (const trace of traces) {
          const analysis = analyze(trace, STARTING_PROFILE, { entities })
          const packed = packAnswer(trace, analysis)
          expect(unpackAnswer(packed, 5)).toEqual({ trace: { ...trace, receivedAt: 5 }, analysis })
          if (trace.evidence.k === 5 && trace.tokens.length >= 50) sizes.push(packed.length / trace.tokens.length)
        }
      }
    }
    expect(sizes.length).toBeGreaterThan(5)
    expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeLessThanOrEqual(45)
  })

  it('does not keep per-token values that the trace gives again, and keeps those that were changed', () => {
    const [trace] = fc.sample(
      anyTrace.filter(({ tokens }) => tokens.length > 5),
      { numRuns: 1, seed: 4 },
    )
    const analysis = analyze(trace!, STARTING_PROFILE)
    const copied = JSON.parse(JSON.stringify(analysis.perToken)) as typeof analysis.perToken
    expect(packAnswer(trace!, { ...analysis, perToken: copied }).length).toBe(packAnswer(trace!, analysis).length)
    const changed = { ...analysis, perToken: { ...copied, margin: copied.margin.map(() => 1 / 3) } }
    expect(unpackAnswer(packAnswer(trace!, changed), 5).analysis).toEqual(changed)
  })

  it('refuses damaged bytes instead of guessing', () => {
    const [trace] = fc.sample(anyTrace, { numRuns: 1, seed: 4 })
    const packed = packAnswer(trace!, analyze(trace!, STARTING_PROFILE))
    for (const end of [0, 1, 5, packed.length >> 1]) expect(() => unpackAnswer(packed.subarray(0, end), 5)).toThrow(DamagedPayloadError)
    expect(() => unpackAnswer(Uint8Array.of(9, ...packed.subarray(1)), 5)).toThrow('unknown version 9')
  })
})
