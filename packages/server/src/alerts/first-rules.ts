import type { AlertRule } from '@logitscope/core'
import { StoreError, type ControlStore } from '@logitscope/store'
import { STARTING_PREFIX, STARTING_RULES, UNRECORDED_RULES } from './starting-rules.ts'

export const RULES_WERE_PUT = 'alerts/rules-were-put'
export const OFFERED = 'alerts/starting-rules-offered'

const startingIds = (rules: readonly AlertRule[]): readonly string[] =>
  rules.map(({ id }) => id).filter((id) => id.startsWith(STARTING_PREFIX))

/**
 * The rules of a store as it is opened: `first` where none were ever kept; else those that are kept, with the starting rules that this store was
 * never offered, because an earlier version did not have them. What was offered once and deleted stays deleted. Where nothing can be written the same rules
 * hold, and are kept with the next start at which it can.
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
  // A store that began with other rules was not meant to have those.
  const now = [...new Set([...offered, ...startingIds(first), ...(isNew ? startingIds(STARTING_RULES) : [])])].sort()
  const rules = [...kept, ...missing]
  try {
    await keepFirst(control, { rules: missing.length > 0 ? rules : null, wereKept, offered: noted?.length === now.length ? null : now })
  } catch (error) {
    if (!StoreError.isInstance(error) || error.code !== 'read-only') throw error
    return rules
  }
  return control.rules()
}

/** Writes down what changed; `null`: nothing did. */
async function keepFirst(
  control: Pick<ControlStore, 'putRules' | 'putDocument'>,
  changed: { readonly rules: readonly AlertRule[] | null; readonly wereKept: boolean; readonly offered: readonly string[] | null },
): Promise<void> {
  if (changed.rules !== null) await control.putRules(changed.rules)
  if (!changed.wereKept) await control.putDocument(RULES_WERE_PUT, true)
  if (changed.offered !== null) await control.putDocument(OFFERED, changed.offered)
}
