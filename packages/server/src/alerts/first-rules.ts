import type { AlertRule } from '@logitscope/core'
import type { ControlStore } from '@logitscope/store'
import { STARTING_PREFIX, STARTING_RULES, UNRECORDED_RULES } from './starting-rules.ts'

export const RULES_WERE_PUT = 'alerts/rules-were-put'
const OFFERED = 'alerts/starting-rules-offered'

const startingIds = (rules: readonly AlertRule[]): readonly string[] =>
  rules.map(({ id }) => id).filter((id) => id.startsWith(STARTING_PREFIX))

/**
 * The rules of a store as it is opened: `first` where none were ever kept; else those that are kept, with the starting rules that this store was
 * never offered, because an earlier version did not have them. What was offered once and deleted stays deleted.
 */
export async function openRules(
  control: Pick<ControlStore, 'rules' | 'putRules' | 'getDocument' | 'putDocument'>,
  first: readonly AlertRule[],
): Promise<readonly AlertRule[]> {
  const wereKept = (await control.getDocument(RULES_WERE_PUT)) === true
  const kept = await control.rules()
  const isNew = !wereKept && kept.length === 0
  const noted = (await control.getDocument(OFFERED)) as readonly string[] | null
  const offered = new Set([...(noted ?? (isNew ? [] : UNRECORDED_RULES)), ...startingIds(kept)])
  const missing = isNew ? first : first.filter(({ id }) => id.startsWith(STARTING_PREFIX) && !offered.has(id))
  if (missing.length > 0) await control.putRules([...kept, ...missing])
  if (!wereKept) await control.putDocument(RULES_WERE_PUT, true)
  // A store that began with other rules was not meant to have those.
  const now = [...new Set([...offered, ...startingIds(first), ...(isNew ? startingIds(STARTING_RULES) : [])])].sort()
  if (noted?.length !== now.length) await control.putDocument(OFFERED, now)
  return control.rules()
}
