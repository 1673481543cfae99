/** What a caller says about its request in `x-logitscope-…` headers. */
import type { TraceContext } from '@logitscope/core'

const LONGEST = 256
const MOST_TAGS = 16
const FIELDS = {
  project: 'project',
  'prompt-version': 'promptVersion',
  language: 'language',
  session: 'session',
  user: 'user',
  item: 'item',
  'sample-group': 'sampleGroup',
  traceparent: 'traceparent',
} as const

type Field = (typeof FIELDS)[keyof typeof FIELDS]

const isField = (name: string): name is keyof typeof FIELDS => Object.hasOwn(FIELDS, name)

/** Header values arrive as Latin-1; what was sent as UTF-8 becomes it again. Too long ones are cut at a whole character. */
function readValue(value: string): string {
  let text = value.trim()
  if (/[\x80-\xff]/.test(text)) {
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
    } catch {
      // It was Latin-1 after all.
    }
  }
  return text.length <= LONGEST ? text : text.slice(0, /[\ud800-\udbff]/.test(text[LONGEST - 1]!) ? LONGEST - 1 : LONGEST)
}

export interface ContextReader {
  /** @param name without `x-logitscope-`, lower case; unknown ones and empty values are ignored. */
  readonly take: (name: string, value: string) => void
  readonly read: () => TraceContext
}

/** The project is `defaultProject` where the caller names none. At most 16 tags and 256 characters a value are kept. */
export function createContextReader(defaultProject: string): ContextReader {
  let fields: Partial<Record<Field, string>> | null = null
  let tags: Record<string, string> | null = null
  return {
    take(name, value) {
      const text = readValue(value)
      if (text === '') return
      if (isField(name)) {
        fields ??= {}
        fields[FIELDS[name]] = text
      } else if (name.startsWith('tag-') && name.length > 4 && name.length <= 68) {
        tags ??= {}
        if (Object.keys(tags).length < MOST_TAGS) tags[name.slice(4)] = text
      }
    },
    read: () => ({ project: defaultProject, ...fields, ...(tags === null ? {} : { tags }) }),
  }
}
