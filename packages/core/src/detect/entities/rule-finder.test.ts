import { readJsonLines, sharedPath } from '@logitscope/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelledTexts } from '../../../test/entities/labelled.ts'
import { createRuleEntityFinder } from './rule-finder.ts'

const finder = createRuleEntityFinder()
const LETTER: Readonly<Record<string, string>> = { name: 'n', date: 'd', quantity: 'q', number: '#', quote: 's' }

/** The text with its entities in brackets, as in the labelled sentences. */
function marked(text: string, language: string): string {
  let result = ''
  let position = 0
  for (const { kind, start, end } of finder.find(text, language)) {
    result += `${text.slice(position, start)}[${LETTER[kind]!}:${text.slice(start, end)}]`
    position = end
  }
  return result + text.slice(position)
}

/** The text of a marked sentence. */
function plain(sentence: string): string {
  return sentence.replace(/\[[ndqs#]:([^\]]+)\]/g, '$1')
}

describe.each([
  ['english', 'en'],
  ['english', 'und'],
  ['turkish', 'tr'],
  ['turkish', 'und'],
] as const)('the hand-written %s sentences, as %s', (file, language) => {
  it.each(labelledTexts(file).map(({ text, entities }) => [text, entities] as const))('%s', (text, entities) => {
    expect(finder.find(text, language)).toEqual(
      entities.map(({ kind, start, end }) => ({ kind, start, end, text: text.slice(start, end) })),
    )
  })
})

it.each([
  ['tr', "[n:Ankara]'nın, [n:Ankara]’nın, [n:TBMM]'nin, [n:TÜRKİYE]'NİN"],
  ['tr', "[d:1881]'de, [d:1990]'larda, [#:5]'inci, [q:%70]'ti"],
  ['tr', '[n:IĞDIR] ve [n:Iğdır], [n:İZMİR] ve [n:İzmir], [n:ISPARTA]'],
  ['tr', 'Ancak bugün hava güzel. Toplantıda karar alındı. Çocuklar okula gitti.'],
  ['tr', '[n:Koç Holding] [n:İzmir] yatırımı'],
  ['tr', '[n:ANAP] Genel Başkanı [n:Mesut Yılmaz] ve [n:Ayşe] Hanım'],
  ['tr', 'Bu konuda [n:Fransa] Dışişleri Bakanı [n:Jean Dupont] konuştu.'],
  ['tr', 'Türk, Fransız, Ankaralı ve İzmirliler geldi.'],
  ['tr', '[#:Üçyüz] kişi, [q:yüzde elli], [q:iki buçuk yıl], [q:on iki ay] sonra'],
  ['tr', 'Saat [d:14:30]’da [d:12.03.2021] tarihinde [q:1.250,75 TL] ödendi.'],
  ['tr', '[d:MÖ 753] yılında, [d:XIX. yüzyılda] değil.'],
  ['en', 'I know that [n:Jean-Paul Sartre], [n:J. R. R. Tolkien] and [n:Ludwig van Beethoven] met.'],
  ['en', '[n:Plan B]. The end. In the [n:U.S. Congress] of [d:2004], it failed.'],
  ['en', 'It takes [q:10 km/h], [q:$3.5 million], [q:€5], [q:20%], [q:5 °C], [#:1,000,000] or [#:2nd].'],
  ['en', 'On [d:12 March 1881], [d:March 12, 1881], [d:1881-03-12], [d:12/03/1881], [d:2024-01-01T10:00:00Z], [d:5 p.m.], [d:the 1990s].'],
  ['en', '[n:Tolkien]’s books aren’t [n:O’Brien]’s; don’t say it’s mine.'],
  ['en', "He said “[s:no]”, ‘[s:never]’, \"[s:maybe]\", «[s:non]» and '[s:perhaps]' in the '[d:90s]."],
  ['en', 'Call `John.Smith()` in camelCase, or see https://Example.com/Paris.'],
  ['en', 'See [1] and [2, 3]. It was found in [#:7] cases.'],
  ['en', '**Early Life**\n\nShe was born there.\n\n## Later Years of [n:Marie Curie]\n\n- **Career:** she worked.'],
  ['en', 'We met [n:Zorblatt] there. [n:Zorblatt] smiled. Zebras smiled.'],
  [
    'en',
    '[n:Zamenhof] was born in [n:Białystok]. [n:Kowalski] wrote it. Photosynthesis was discovered late. Plants also died. Water is wet.',
  ],
  ['tr', '[n:Ecevit], dün konuştu. Fotosentez, bir süreçtir. [n:Schmidt] kazandı. Masa kırıldı.'],
  ['de', 'Die Hauptstadt ist [n:Paris]. [n:Angela Merkel] wurde am [d:17. Juli 1954] geboren. Der Hund spielt im Garten.'],
  ['fr', 'Le président [n:Emmanuel Macron] est né le [d:21 décembre 1977]. « [s:Bonjour] », dit-il.'],
  ['es', '[n:Gabriel García Márquez] nació el [d:6 de marzo de 1927] en [n:Aracataca].'],
  ['ru', '[n:Александр Пушкин] родился [d:6 июня 1799] года в [n:Москве].'],
  ['ja', '[d:1958年12月23日]に高さ[q:333メートル]、「[s:東京]」'],
  ['zh', '他生于[d:1990年3月],身高[q:180公里],说《[s:红楼梦]》'],
  ['ar', 'كان عمره [#:٢٥] سنة في [d:2020-01-05] وقال «[s:مرحبا]»'],
])('in %s: %s', (language, sentence) => {
  const expected = sentence.replace('[d:the 1990s]', 'the [d:1990s]')
  expect(marked(plain(expected), language)).toBe(expected)
})

describe('any text', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'Ankara',
      "'nın",
      ' ',
      '. ',
      '\n',
      '"',
      '“',
      '”',
      "'",
      '1881',
      '12 Mart ',
      '%',
      '$',
      '**',
      '```',
      '`',
      '# ',
      '{"a":',
      'II. ',
      'de ',
      '年',
      '-',
      '𝐀',
      '\ud83d',
    ),
  )
  const texts = fc.array(pieces, { maxLength: 40 }).map((list) => list.join(''))

  it('gives entities in order, apart from each other, within the text', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('en', 'tr', 'de', 'fr', 'und', 'ja', ''), (text, language) => {
        let last = 0
        for (const { start, end, text: own } of finder.find(text, language)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(own).toBe(text.slice(start, end))
          expect(own.trim()).not.toBe('')
          last = end
        }
      }),
      { numRuns: 500 },
    )
  })

  it('takes time in proportion to the text, whatever it holds', () => {
    const units = [
      'A',
      'Ab ',
      "A'",
      '"',
      '“',
      '`',
      '1',
      '1 ',
      'a@',
      '\n',
      '!',
      'Ab of ',
      'three ',
      'iki',
      '[1',
      '**A:',
      'Abcd, ',
      '1990 ',
      '\ud800',
      'AB CD ',
      'ab. Ab',
      '{"',
    ]
    for (const unit of units) {
      const text = unit.repeat(Math.ceil(200_000 / unit.length))
      for (const language of ['en', 'tr']) {
        // Quadratic work on this input would run into the time-out.
        for (const { end } of finder.find(text, language)) expect(end, JSON.stringify(unit)).toBeLessThanOrEqual(text.length)
      }
    }
  }, 120_000)
})

describe('real passages', () => {
  const path = sharedPath('corpora/wikibio-selfcheck-000-118.jsonl.gz')

  it.skipIf(path === null)('hold names and dates, but for the one that describes a drum', () => {
    const rows = readJsonLines(path!) as { passage: string }[]
    const without = rows.filter(({ passage }) => !finder.find(passage, 'en').some(({ kind }) => kind === 'name' || kind === 'date'))
    expect(rows).toHaveLength(119)
    expect(without.map(({ passage }) => passage.slice(0, 12))).toEqual(['Clay timpani'])
  })
})
