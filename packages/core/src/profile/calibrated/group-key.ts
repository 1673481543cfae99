import type { GroupScope } from './types.ts'

const part = (name: string, value: string | undefined): readonly string[] => (value === undefined ? [] : [`${name}=${encodeURI(value)}`])

/**
 * The name of a group or level: `language=tr model=gemma template=v2`, from the general to the specific, what may be anything left out;
 * `all` where everything may. Blanks and control characters are percent-encoded, so that equal keys mean equal scopes. An empty template, which
 * most answers have, is left out of a group's key too: a group always names its model.
 *
 * @example
 * groupKey({ language: 'tr', model: 'gemma', template: '' }) // 'language=tr model=gemma'
 */
export function groupKey({ model, language, template }: GroupScope): string {
  const parts = [...part('language', language), ...part('model', model), ...part('template', template === '' ? undefined : template)]
  return parts.length === 0 ? 'all' : parts.join(' ')
}
