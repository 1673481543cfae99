import { readFileSync } from 'node:fs'
import { DARK_TOKENS, LIGHT_TOKENS } from '@logitscope/core'
import { describe, expect, it } from 'vitest'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const variable = (css: string, name: string): [string, string] => {
  const found = new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css)
  return [found?.[1] ?? '', found?.[2] ?? '']
}

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

describe('the colours of tokens', () => {
  const css = read('./tokens-of-text.css')

  it('are those of core, in both themes', () => {
    expect(variable(css, 'ink')).toEqual([LIGHT_TOKENS.ink, DARK_TOKENS.ink])
    for (let i = 0; i < 10; i++) {
      expect(variable(css, `c${i}`)).toEqual([LIGHT_TOKENS.classes[i], DARK_TOKENS.classes[i]])
      expect(variable(css, `s${i}`)).toEqual([LIGHT_TOKENS.bars[i], DARK_TOKENS.bars[i]])
    }
  })
})

describe('the colours of text', () => {
  const css = read('./tokens.css')

  it.each(['text', 'quiet', 'accent', 'good', 'warn', 'bad'])('%s reads on every ground in both themes (4.5 to 1)', (name) => {
    for (const ground of ['ground', 'card', 'sunken'])
      for (const theme of [0, 1] as const)
        expect(contrast(variable(css, name)[theme], variable(css, ground)[theme]), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })
})
