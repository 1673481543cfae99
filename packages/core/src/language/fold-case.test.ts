import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldCase, primaryLanguage } from './fold-case.ts'

describe('foldCase', () => {
  it.each([
    ['İZMİR', 'izmir'],
    ['IZMIR', 'izmir'],
    ['İzmir', 'izmir'],
    ['izmir', 'izmir'],
    ['I\u0307zmir', 'izmir'],
    ['IĞDIR', 'iğdir'],
    ['Iğdır', 'iğdir'],
    ['ISPARTA', 'isparta'],
    ['Kâmil', 'kamil'],
    ['S\u0327ule', 'şule'],
    ['Łódź', 'łódź'],
    ['ΑΘΗΝΑ', 'αθηνα'],
    ['', ''],
  ])('makes %s into %s', (text, key) => expect(foldCase(text)).toBe(key))

  it('gives capitals and small letters of Turkish one key, however the two letters i are written', () => {
    const letters = fc.string({ unit: fc.constantFrom(...Array.from('abcçdefgğhıijklmnoöprsştuüvyz')), minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(letters, (word) => {
        const capitals = word.replaceAll('i', 'İ').replaceAll('ı', 'I').toUpperCase()
        expect(foldCase(capitals)).toBe(foldCase(word))
      }),
    )
  })

  it('folds a folded key to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldCase(foldCase(text))).toBe(foldCase(text))
      }),
    )
  })
})

it.each([
  ['tr', 'tr'],
  ['tr-TR', 'tr'],
  ['TUR', 'tr'],
  ['eng', 'en'],
  ['zh-Hant-TW', 'zh'],
  ['', 'und'],
  ['42', 'und'],
])('primaryLanguage of %j is %s', (tag, primary) => expect(primaryLanguage(tag)).toBe(primary))
