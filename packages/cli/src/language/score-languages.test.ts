import { eld } from 'eld/small'
import { beforeAll, describe, expect, it } from 'vitest'
import { readGramTable, type GramTable } from './gram-table.ts'
import { scoreLanguages } from './score-languages.ts'

let table: GramTable

beforeAll(async () => {
  table = await readGramTable()
})

function bestOf(text: string): string {
  const { sums } = scoreLanguages(table, text)
  const most = Math.max(...sums)
  return most > 0 ? table.languages[sums.indexOf(most)]! : ''
}

describe('scoreLanguages', () => {
  it.each([
    'The water in the lake was cold, and most of the visitors stayed on the shore.',
    'Gölün suyu soğuktu, bu yüzden ziyaretçilerin çoğu kıyıda kaldı ve orada yemek yedi.',
    "Ankara'nın nüfusu son yıllarda arttı ama İSTANBUL hâlâ ülkenin en kalabalık şehri.",
    'Azərbaycanın paytaxtı Bakı şəhəridir və çox gözəl bir şəhərdir.',
    'Столица очень большой страны находится далеко от моря.',
    '日本の首都は東京です。人口は世界で最も多い都市の一つです。',
    'القاهرة هي عاصمة مصر وأكبر مدنها.',
    'เมืองหลวงของประเทศไทยคือกรุงเทพมหานคร',
    "Don't you think it's o'clock? Ça va, l’été?",
    'a',
    'ab c',
    'abc',
    'abcd',
    'abcde',
    'x'.repeat(400),
    'wort'.repeat(30),
    '🎉 party 🎂',
    '1881',
    '',
    ' \n ',
    'Lorem ipsum dolor sit amet. '.repeat(40),
  ])('finds what eld finds: %j', (text) => {
    expect(bestOf(text)).toBe(eld.detect(text).language)
  })

  it('adds up the same scores as eld', () => {
    const text = 'Gölün suyu soğuktu, bu yüzden ziyaretçilerin çoğu kıyıda kaldı.'
    const { sums, grams } = scoreLanguages(table, text)
    const theirs = eld.detect(text).getScores() as Readonly<Record<string, number>>
    for (const [tag, score] of Object.entries(theirs)) {
      const sum = sums[table.languages.indexOf(tag)]! / grams
      expect(sum / (sum + 25)).toBeCloseTo(score, 12)
    }
    expect(sums.filter((sum) => sum > 0)).toHaveLength(Object.keys(theirs).length)
  })
})
