import { describe, expect, it } from 'vitest'
import { paintCells } from './paint-cells.ts'
import { PALETTE, paletteIndex } from './palette.ts'

describe('paintCells', () => {
  it('puts row 0 at the bottom and column 0 at the left', () => {
    const pixels = new Uint32Array(6)
    paintCells([0, 1, 0, 0, NaN, 0], 2, 3, pixels)
    expect([...pixels]).toEqual([PALETTE[0], PALETTE[0], PALETTE[255], 0, PALETTE[0], PALETTE[0]])
  })

  it('leaves what is unknown transparent and clamps what is beyond 1', () => {
    const pixels = new Uint32Array(2)
    paintCells([NaN, 3], 2, 1, pixels)
    expect([...pixels]).toEqual([0, PALETTE[255]])
  })

  it('wants room for every cell', () => expect(() => paintCells([1, 1], 2, 1, new Uint32Array(1))).toThrow(RangeError))
})

describe('the palette', () => {
  it('grows brighter all the way, so that it reads in grey', () => {
    const light = [...PALETTE].map((colour) => 0.2126 * (colour & 255) + 0.7152 * ((colour >> 8) & 255) + 0.0722 * ((colour >> 16) & 255))
    for (let i = 8; i < 256; i += 8) expect(light[i]!).toBeGreaterThan(light[i - 8]!)
  })

  it('tells one in a thousand from nothing', () => {
    expect(paletteIndex(0)).toBe(0)
    expect(paletteIndex(0.001)).toBeGreaterThan(10)
    expect(paletteIndex(1)).toBe(255)
  })
})
