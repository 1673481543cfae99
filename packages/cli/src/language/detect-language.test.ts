import type { LanguageDetector } from '@logitscope/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadLanguageDetector } from './detect-language.ts'

let detector: LanguageDetector

beforeAll(async () => {
  detector = await loadLanguageDetector()
})

const tagOf = (text: string): string | null => detector.detect(text)?.tag ?? null

describe('language detection', () => {
  it.each([
    ['The water in the lake was cold, and most of the visitors stayed on the shore.', 'en'],
    ['Gölün suyu soğuktu, bu yüzden ziyaretçilerin çoğu kıyıda kaldı ve orada yemek yedi.', 'tr'],
    ["Ankara'nın nüfusu son yıllarda arttı ama İstanbul hâlâ ülkenin en kalabalık şehri.", 'tr'],
    ['Столица очень большой страны находится далеко от моря, но рядом с рекой.', 'ru'],
  ])('%s → %s', (text, tag) => {
    expect(tagOf(text)).toBe(tag)
  })

  it.each([
    '',
    'Ankara',
    'Tokyo',
    'Christopher Columbus',
    '42',
    '1881',
    'Yes.',
    'Evet',
    '{"a": 1}',
    '{\n  "type": "json",\n  "data": {\n    "type": "json",\n    "data": {\n      "type": "json",\n      "data": {',
    'la la la la la la la la la la la la la la la la',
    'x = 1',
    '🎉🎂🎁',
  ])('says nothing about %j', (text) => {
    expect(detector.detect(text)).toBeNull()
  })

  it('does not call Azerbaijani Turkish', () => {
    expect(tagOf('Azərbaycanın paytaxtı Bakı şəhəridir və çox gözəl bir şəhərdir, mən onu sevirəm.')).not.toBe('tr')
  })

  it('takes long texts', () => {
    const long = 'The water in the lake was cold. '.repeat(50_000)
    expect(tagOf(long)).toBe('en')
  })
})
