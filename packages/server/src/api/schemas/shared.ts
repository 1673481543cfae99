import { z } from 'zod'
import { ACTIONS } from '@logitscope/core'

export const action: z.ZodEnum<{ [Name in (typeof ACTIONS)[number]]: Name }> = z.enum(ACTIONS)
/** JSON has no NaN; what is not known is `null`. */
export const nullableNumber: z.ZodNullable<z.ZodNumber> = z.number().nullable()
export const count: z.ZodNumber = z.number().int().nonnegative()
export const counts: z.ZodRecord<z.ZodString, z.ZodNumber> = z.record(z.string(), count)
export const interval: z.ZodTuple<[z.ZodNumber, z.ZodNumber], null> = z.tuple([z.number(), z.number()])
export const labelValue: z.ZodEnum<{ correct: 'correct'; incorrect: 'incorrect'; unsure: 'unsure' }> = z.enum([
  'correct',
  'incorrect',
  'unsure',
])
export const scope: z.ZodEnum<{ ingest: 'ingest'; read: 'read'; admin: 'admin' }> = z.enum(['ingest', 'read', 'admin'])
