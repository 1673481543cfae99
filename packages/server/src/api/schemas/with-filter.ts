import type { AnswerFilter } from '@logitscope/core'
import { z } from 'zod'
import { FILTER_FIELDS, filterOf } from './filter-query.ts'

/** A query of a filter and further parameters: unknown ones are refused, and the filter comes out as `filter`. */
export function withFilter<Shape extends z.ZodRawShape>(
  more: Shape,
): z.ZodType<{ readonly filter: AnswerFilter; readonly rest: z.output<z.ZodObject<Shape>> }> {
  const schema = z.strictObject({ ...FILTER_FIELDS, ...more })
  return schema.transform((query, context) => {
    const all = query as Readonly<Record<string, unknown>>
    const filter = filterOf(all, (name, message) => context.addIssue({ code: 'custom', path: [name], message }))
    return { filter, rest: all as z.output<z.ZodObject<Shape>> }
  })
}

/** A whole number in a query. */
export function wholeNumber(smallest: number, largest: number, otherwise: number): z.ZodType<number> {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .optional()
    .transform((value, context) => {
      const number = value === undefined ? otherwise : Number(value)
      if (number >= smallest && number <= largest) return number
      context.addIssue({ code: 'custom', message: `must be between ${smallest} and ${largest}` })
      return z.NEVER
    })
}
