import { describe, expect, it } from 'vitest'
import { PROBABILITY_CLASSES } from './probability-class.ts'
import { DARK_TOKENS, LIGHT_TOKENS } from './token-colours.ts'

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light! + 0.05) / (dark! + 0.05)
}

describe.each([
  ['light', LIGHT_TOKENS],
  ['dark', DARK_TOKENS],
] as const)('%s palette', (name, palette) => {
  it('has a colour for every class', () => {
    expect(palette.classes).toHaveLength(PROBABILITY_CLASSES)
    expect(palette.bars).toHaveLength(PROBABILITY_CLASSES)
  })

  it('keeps text readable on every class (WCAG AAA: 7 to 1 in light, AA with room in dark)', () => {
    for (const colour of palette.classes) expect(contrast(colour, palette.ink), colour).toBeGreaterThan(name === 'light' ? 7 : 6)
  })

  it('runs in one direction of lightness, so that it reads without hue', () => {
    const steps = palette.classes.map(luminance)
    for (let i = 1; i < steps.length; i++) {
      const step = steps[i]! - steps[i - 1]!
      expect(name === 'light' ? step : -step, `${palette.classes[i]}`).toBeGreaterThan(-0.02)
    }
    expect(Math.abs(steps[0]! - steps[9]!)).toBeGreaterThan(name === 'light' ? 0.3 : 0.03)
  })
})
