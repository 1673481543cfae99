import { describe, expect, it } from 'vitest'
import { mixedScripts } from './mixed-script.ts'

describe('mixedScripts', () => {
  it.each([
    ['Latin+Cyrillic', 'Мoscow'],
    ['Latin+Cyrillic', ' изlaq'],
    ['Latin+Greek', 'αβcd'],
    ['Cyrillic+Han', '的и'],
    ['Han+Thai', '空ก'],
    ['Latin+Arabic+Hebrew', 'aبא'],
  ])('%s: %s', (scripts, text) => {
    expect(mixedScripts(text)).toBe(scripts)
  })

  it.each([
    'Moskau',
    'Москва',
    'Tシャツ',
    'お茶とコーヒー',
    '東京タワーです',
    'CSS文件',
    '韓國의漢字',
    'μm',
    'Δt',
    'PPARγ',
    '2πr',
    'β線',
    'kΩ',
    'αβγ',
    'IT-специалист',
    'x=у',
    'Python을',
    'ใช้Python',
    'İstanbul',
    'ﬁn',
    'é',
    '👩‍👩‍👧‍👦',
    '🇹🇷',
    '(・ω・)',
    '',
  ])('“%s” is in order', (text) => {
    expect(mixedScripts(text)).toBeNull()
  })
})
