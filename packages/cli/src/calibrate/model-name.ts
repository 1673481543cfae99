import { basename } from 'node:path'
import type { Trace } from '@logitscope/core'
import { STDIN } from '../input/list-inputs.ts'

/**
 * The name of the model of an answer: the one that was given, else what the record says, else the name of its file without its endings, so that
 * files of research dumps, which hold one model each and do not say which, are groups of their own.
 */
export function modelNameOf({ source }: Trace, file: string, given: string | undefined): string {
  const own = source.model === '' ? source.requestedModel : source.model
  if (given !== undefined || own !== '') return given ?? own
  return file === STDIN ? STDIN : basename(file).replace(/(?:\.(?:jsonl?|ndjson|json|gz|txt))+$/i, '')
}

/** The trace with the names that its group is looked up by. */
export function withNames(trace: Trace, names: { readonly model: string; readonly template: string | undefined }): Trace {
  const { model, template } = names
  if (trace.source.model === model && template === undefined) return trace
  return {
    ...trace,
    source: { ...trace.source, model },
    context: template === undefined ? trace.context : { ...trace.context, promptVersion: template },
  }
}
