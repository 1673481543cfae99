import bytes from 'bytes'
import ms from 'ms'
import { z } from 'zod'

type Milliseconds = Parameters<typeof ms>[0]

/** A duration: a number of ms, or words such as `30s`, `12h`, `30 days`. */
export const duration: z.ZodType<number, string | number> = z.union([z.number(), z.string()]).transform((given, context) => {
  const value = typeof given === 'number' ? given : (ms(given as Milliseconds) as number | undefined)
  if (value !== undefined && Number.isFinite(value) && value >= 0) return value
  context.addIssue({
    code: 'custom',
    message: `a duration is a number of ms or words such as "30s", "12h" or "30d", not ${JSON.stringify(given)}`,
  })
  return z.NEVER
})

/** A size: a number of bytes, or words such as `64MB`, `10 GB` (powers of 1024). */
export const size: z.ZodType<number, string | number> = z.union([z.number(), z.string()]).transform((given, context) => {
  const value = typeof given === 'number' ? given : bytes.parse(given)
  const isSize =
    value !== null && Number.isFinite(value) && value >= 0 && (typeof given === 'number' || /\d\s*[kmgtp]?b?$/i.test(given.trim()))
  if (isSize) return Math.round(value)
  context.addIssue({
    code: 'custom',
    message: `a size is a number of bytes or words such as "64MB" or "10GB", not ${JSON.stringify(given)}`,
  })
  return z.NEVER
})
