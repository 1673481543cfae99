import { describe, expect, it } from 'vitest'
import { numberFormat } from './numbers.ts'
import { probabilityClass } from './probability-class.ts'

const en = numberFormat('en')
const tr = numberFormat('tr')

describe('numberFormat', () => {
  it('writes decimals and the minus sign as the language does', () => {
    expect(en.number(-1.23456)).toBe('−1.235')
    expect(tr.number(-1.23456)).toBe('−1,235')
    expect(en.number(-0.0004, 2)).toBe('0.00')
    expect(en.number(0.00001)).toBe('1.00e−5')
    expect(en.number(2.5e12)).toBe('2.50e12')
  })

  it('never writes an unknown value as a number', () => {
    expect(en.number(null)).toBe('–')
    expect(en.number(NaN)).toBe('–')
    expect(en.percent(null)).toBe('–')
    expect(en.integer(NaN)).toBe('–')
    expect(en.number(-Infinity)).toBe('−∞')
  })

  it('does not round a probability to certainty or to nothing', () => {
    expect(en.percent(0.123)).toBe('12.3%')
    expect(tr.percent(0.123)).toBe('%12,3')
    expect(en.percent(1)).toBe('100.0%')
    expect(en.percent(0)).toBe('0.0%')
    expect(en.percent(1e-9)).toBe('<0.1%')
    expect(tr.percent(1 - 1e-9)).toBe('>%99,9')
  })

  it('writes a plain minus where numbers are to be copied', () => {
    const plain = numberFormat('en', { minus: '-' })
    expect(plain.number(-1.5, 1)).toBe('-1.5')
    expect(plain.number(-Infinity)).toBe('-∞')
    expect(plain.number(-1e-9)).toBe('-1.00e-9')
  })

  it('groups thousands and joins intervals', () => {
    expect(en.integer(1234567)).toBe('1,234,567')
    expect(tr.integer(1234567)).toBe('1.234.567')
    expect(en.interval([0.5, 1.25], 2)).toBe('0.50 … 1.25')
    expect(en.interval([0.5, 0.5001], 2)).toBe('0.50')
    expect(en.interval(null)).toBe('–')
  })
})

describe('probabilityClass', () => {
  it.each([
    [0, 0],
    [0.0999, 0],
    [0.1, 1],
    [0.95, 9],
    [1, 9],
    [1.2, 9],
    [-1, 0],
  ])('%d falls into class %d', (probability, expected) => {
    expect(probabilityClass(probability)).toBe(expected)
  })

  it('has no class for an unknown probability', () => {
    expect(probabilityClass(null)).toBeNull()
    expect(probabilityClass(NaN)).toBeNull()
  })
})
