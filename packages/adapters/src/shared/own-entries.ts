/**
 * Compares each token with its own entry among the alternatives, which servers that give ids fill from the vocabulary, while the chosen
 * entry says what was sent. Where the two differ, an entry stands for more than its own token, or has the value of another one.
 */
import type { Alternative } from '@logitscope/core'
import type { AnswerDraft } from './answer-draft.ts'
import { fromBytes } from './byte-text.ts'
import type { DraftToken } from './draft-token.ts'

function ownEntry(token: DraftToken): Alternative | undefined {
  return token.id === undefined ? undefined : token.alternatives.find((entry) => entry.id === token.id)
}

/**
 * Notes entries that stand for several tokens (the pieces of a character: only the last piece's value is there) and returns how many
 * tokens at least have no entry. Takes the values off entries whose text is another token's.
 */
export function checkOwnEntries(draft: AnswerDraft): number {
  let held = ''
  let hidden = 0
  let hiddenAt = -1
  let strange = 0
  let strangeAt = -1
  draft.tokens.forEach((token, i) => {
    const own = ownEntry(token)
    const bytes = token.bytes ?? []
    if (own?.bytes === undefined) {
      if (bytes.length > 0) held = ''
      return
    }
    const said = fromBytes(bytes)
    const true_ = fromBytes(own.bytes)
    if (said === '') {
      held += true_
      return
    }
    // The text ends inside of what was held back: this entry's own token is none of it.
    const isBehind = held !== '' && said !== true_ && said.length <= held.length && held.startsWith(said)
    if (!isBehind && said !== true_ && said.endsWith(true_)) {
      if (said !== held + true_) {
        hidden += 1
        if (hiddenAt < 0) hiddenAt = i
      }
    } else if (isBehind || (said !== true_ && !true_.startsWith(said) && !(held + true_).startsWith(said))) {
      strange += 1
      if (strangeAt < 0) strangeAt = i
      token.logprob = null
      token.alternatives = []
    }
    held = ''
  })
  if (hidden > 0) draft.log.add('entries-missing', hiddenAt, 'an entry stands for several tokens and has the value of the last one', hidden)
  if (strange > 0)
    draft.log.add('chosen-value-mismatch', strangeAt, 'the text of an entry is not that of its id: its value is left out', strange)
  return hidden
}
