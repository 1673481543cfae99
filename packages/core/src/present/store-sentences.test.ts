import { expect, it } from 'vitest'
import { messagesFor } from './messages/index.ts'
import { carriedSentences, storeSentences } from './store-sentences.ts'

it.each(['en', 'tr'] as const)('names the file that was set aside and what to do, with nothing left to fill in (%s)', (locale) => {
  const messages = messagesFor(locale)
  const [what, advice] = storeSentences({ kind: 'set-aside', detail: 'page 3 {x}', file: 'logitscope.db.damaged-1\u202e' }, messages)
  expect(what).toContain('logitscope.db.damaged-1')
  expect(what).toContain('page 3')
  expect(what).not.toContain('\u202e')
  expect(advice).toContain('logitscope doctor')
  for (const kind of ['read-only', 'unavailable', 'content-dropped', 'capture-dropped'] as const)
    expect(storeSentences({ kind, detail: 'd', file: null }, messages).join(' ')).not.toMatch(/[{}]/)
})

it('says what was carried over and what was not, and nothing of what was empty', () => {
  const carried = [
    { table: 'keys', rows: 0, isWhole: false },
    { table: 'rules', rows: 12, isWhole: false },
    { table: 'profiles', rows: 0, isWhole: true },
  ] as const
  expect(carriedSentences(carried, messagesFor('en'))).toEqual([
    'carried over into the new file: alert rules (12)',
    'not carried over, or not all of them: access keys, alert rules',
  ])
  expect(carriedSentences([], messagesFor('tr'))).toEqual([])
  expect(storeSentences({ kind: 'set-aside', detail: 'd', file: 'f', carried }, messagesFor('tr'))[2]).toContain('erişim anahtarları')
})
