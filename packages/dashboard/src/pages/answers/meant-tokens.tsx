import type { JSX } from 'preact'
import { fill, visibleText, type AnswerPage } from '@logitscope/core'
import { withQuery } from '../../api/request.ts'
import { useApi } from '../../api/use-api.ts'
import { numbers, words } from '../../i18n/current.ts'
import { definite } from '../../state/filters.ts'
import { filterToQuery } from '../../state/filter-query.ts'
import { cellText } from '../../ui/filter-bar.tsx'
import { answerList, rowCount } from './answer-list.ts'

/**
 * Where the list comes from a cell of the heatmap or from a token: how many tokens in how many answers are meant. Asked for beside the list, which
 * does not wait for the count.
 */
export function MeantTokens(): JSX.Element | null {
  const { answers } = words()
  const { integer } = numbers()
  const { cell, lowToken } = definite.value
  const isMeant = (cell === undefined) !== (lowToken === undefined)
  const list = answerList.value
  const isListed = list.pages.length > 0 || list.failure !== null
  const { data } = useApi<AnswerPage>(
    isMeant && isListed ? withQuery('/traces', filterToQuery(definite.value), { limit: 1, count: 'true' }) : null,
  )
  if (!isMeant) return null
  const where =
    cell !== undefined
      ? fill(answers.inCell, cellText(cell))
      : fill(answers.lowText, { text: `“${visibleText(lowToken ?? '', { spaces: 'edges' })}”` })
  if (data === null) return <p class="meant quiet" role="status" />
  const { tokens, total, totalIsLeast } = data
  if (tokens === null || tokens === undefined)
    return (
      <p class="meant quiet" role="status">
        {fill(answers.meantUnknown, { where })}
      </p>
    )
  const isExact = total !== null && total !== undefined && totalIsLeast !== true
  return (
    <p class="meant" role="status" data-tokens={tokens} data-answers={isExact ? total : ''}>
      {fill(isExact ? answers.meant : answers.meantAtLeast, { tokens: integer(tokens), answers: integer(total ?? rowCount(list)), where })}
    </p>
  )
}
