/** What was noted while an answer was read, as issues of its evidence. */
import type { AnswerDraft } from './answer-draft.ts'

const LN_HALF = Math.log(0.5)
/** Providers whose bytes are those of the token, even where it is a piece of a character: U+FFFD is then a token of its own. */
const TRUE_BYTES: ReadonlySet<string> = new Set(['openai', 'azure', 'llama-server'])
const FEW_EVENTS = 3

/** Lists from which the chosen token displaced a more probable one. `alone`: a list of the chosen token only is such a list too. */
export function noteDisplaced(draft: AnswerDraft, alone: boolean): void {
  const { notes, log } = draft
  let count = notes.displaced
  let at = notes.displacedAt
  if (alone) {
    draft.tokens.forEach((token, i) => {
      const [only] = token.alternatives
      if (token.alternatives.length !== 1 || only!.text !== token.text || token.logprob === null || token.logprob >= LN_HALF) return
      count += 1
      at = at < 0 ? i : Math.min(at, i)
    })
  }
  if (count > 0) log.add('not-true-top-k', at, 'the chosen token takes the place of a more probable one', count)
}

/** Why there are no tokens. `asked`: whether they were asked for, where that is known; `known`: what is known of the provider. */
export function noteAbsence(draft: AnswerDraft, asked: boolean | null, known: string | null): void {
  if (draft.tokens.length > 0 || draft.log.has('no-logprobs')) return
  const seen = { absent: 'the field is absent', null: 'the field is null', empty: 'the list is empty', tokens: 'no entry could be read' }[
    draft.seen
  ]
  draft.log.add(
    'no-logprobs',
    undefined,
    known !== null
      ? `${known}: ${seen}`
      : asked === false
        ? 'not asked for'
        : draft.promptTokens !== null
          ? 'only the prompt was scored'
          : seen,
  )
}

/** Only the last piece of a stream has tokens, though text came before: a wrapper overwrote instead of adding. */
export function noteLastChunkOnly(draft: AnswerDraft): void {
  if (draft.blocks.length !== 1 || draft.textEvents < FEW_EVENTS || draft.content === '') return
  const spelled = draft.tokens.map((token) => (token.special === true ? '' : token.text)).join('')
  if (spelled !== '' && spelled.length < draft.content.length && draft.content.endsWith(spelled)) draft.log.add('last-chunk-only', 0)
}

export function noteEntries(draft: AnswerDraft, provider: string): void {
  const { notes, log } = draft
  if (notes.cutCharacters || TRUE_BYTES.has(provider)) for (const { entry, bytes } of notes.replaced) entry.bytes = bytes
  else if (notes.replaced.length > 0) log.add('replaced-bytes', notes.replacedAt, undefined, notes.replaced.length)
  if (notes.sampled > 0) log.add('unknown-field', undefined, 'sampling_logprob: the value under the sampler is not kept', notes.sampled)
  if (notes.textless > 0) log.add('wrong-type', undefined, 'entries without a text', notes.textless)
}

/** Servers whose entry with a list is any one of the list, not the token that was sampled (mlx_lm/server.py). */
const ANY_OF_LIST: ReadonlySet<string> = new Set(['mlx'])

/** Takes text, id and value off entries that are not the sampled token's; all of it stays in their lists. */
export function noteAnyOfList(draft: AnswerDraft, provider: string): void {
  if (!ANY_OF_LIST.has(provider)) return
  let count = 0
  let first = -1
  draft.tokens.forEach((token, i) => {
    if (token.alternatives.length === 0) return
    count += 1
    if (first < 0) first = i
    token.text = ''
    token.logprob = null
    delete token.bytes
    delete token.id
    delete token.ceiling
  })
  if (count > 0)
    draft.log.add(
      'chosen-value-mismatch',
      first,
      'this server reports any one of its list as the chosen token: its value is left out',
      count,
    )
}
