/** Small readers of unknown values. Each gives the value, or `undefined` with an issue noted. Values that are right are given as they are, not copied. */
import type { IssueCounter } from './issue-counter.ts'

export type Reader<T> = (value: unknown, issues: IssueCounter) => T | undefined

/** A named part of an object: optional; or required, with a stand-in where it is missing or wrong; or required for the object to be of use. */
export interface Field<T> {
  readonly read: Reader<T>
  /** What to take where it is missing or wrong. */
  readonly otherwise?: () => T
  /** Without it the object cannot be used. */
  readonly needed?: true
}

export type Fields<T> = { readonly [K in keyof Required<T>]: Field<Required<T>[K]> }

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'object':
      return 'an object'
    case 'string':
      return value.length <= 24 ? `the text ${JSON.stringify(value)}` : 'a text'
    case 'number':
      return `the number ${value}`
    case 'boolean':
      return String(value)
    case 'undefined':
      return 'nothing'
    default:
      return `a ${typeof value}`
  }
}

function wrong(issues: IssueCounter, expected: string, value: unknown): void {
  issues.add('wrong-type', `is ${kindOf(value)} where ${expected} is expected`)
}

export const readText: Reader<string> = (value, issues) => {
  if (typeof value === 'string') return value
  wrong(issues, 'a text', value)
  return undefined
}

export const readFlag: Reader<boolean> = (value, issues) => {
  if (typeof value === 'boolean') return value
  wrong(issues, 'true or false', value)
  return undefined
}

/** A finite number; −0 becomes 0. */
export const readNumber: Reader<number> = (value, issues) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value
  if (typeof value === 'number') issues.add('non-finite', `is ${value} where a finite number is expected`)
  else wrong(issues, 'a number', value)
  return undefined
}

/** A whole number from 0 on that a double holds exactly. */
export const readIndex: Reader<number> = (value, issues) => {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value === 0 ? 0 : (value as number)
  wrong(issues, 'a whole number from 0 on', value)
  return undefined
}

export function readOneOf<T extends string>(words: readonly T[]): Reader<T> {
  return (value, issues) => {
    if (words.includes(value as T)) return value as T
    wrong(issues, `one of ${words.join(', ')}`, value)
    return undefined
  }
}

/** A list; entries that cannot be read are left out, or stand as `instead` says so that the others keep their places. */
export function readList<T>(read: Reader<T>, instead?: () => T): Reader<readonly T[]> {
  return (value, issues) => {
    if (!Array.isArray(value)) {
      wrong(issues, 'a list', value)
      return undefined
    }
    const given = value as readonly unknown[]
    let kept: T[] | null = null
    for (let i = 0; i < given.length; i++) {
      issues.enter(i)
      const item = read(given[i], issues) ?? instead?.()
      issues.leave()
      if (kept === null && item !== undefined && Object.is(item, given[i])) continue
      kept ??= given.slice(0, i) as T[]
      if (item !== undefined) kept.push(item)
    }
    return kept ?? (given as readonly T[])
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * An object with these fields and no others: what else it holds is counted as `unknown-field` and left out. `null` for an optional field is as if
 * it were absent. Only own properties are looked at.
 */
export function readObject<T extends object>(fields: Fields<T>): Reader<T> {
  const names = Object.keys(fields) as (keyof T & string)[]
  return (value, issues) => {
    if (!isObject(value)) {
      wrong(issues, 'an object', value)
      return undefined
    }
    let same = true
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(fields, name)) continue
      issues.add('unknown-field', 'is not a field that is known here', name)
      same = false
    }
    const made: Partial<Record<keyof T, unknown>> = {}
    let usable = true
    for (const name of names) {
      const { read, otherwise, needed } = fields[name]
      const given = Object.hasOwn(value, name) ? value[name] : undefined
      let item: unknown
      issues.enter(name)
      const optional = otherwise === undefined && needed === undefined
      if (given !== undefined && (given !== null || !optional)) item = read(given, issues)
      else if (!optional) issues.add('missing-field', 'is missing')
      issues.leave()
      if (item === undefined && otherwise !== undefined) item = otherwise()
      if (item === undefined && needed) usable = false
      if (!Object.is(item, given)) same = false
      if (item !== undefined) made[name] = item
    }
    if (!usable) return undefined
    return same ? (value as T) : (made as T)
  }
}

/** An object of texts under any names but `__proto__`. */
export const readTexts: Reader<Readonly<Record<string, string>>> = (value, issues) => {
  if (!isObject(value)) {
    wrong(issues, 'an object', value)
    return undefined
  }
  const kept: Record<string, string> = {}
  let same = true
  for (const [name, item] of Object.entries(value)) {
    issues.enter(name)
    if (name === '__proto__') issues.add('unknown-field', 'is not a name that can be kept')
    else if (typeof item === 'string') kept[name] = item
    else wrong(issues, 'a text', item)
    issues.leave()
    if (!Object.hasOwn(kept, name)) same = false
  }
  return same ? (value as Readonly<Record<string, string>>) : kept
}

const DEEPEST = 64

/** Any JSON value: without `__proto__`, and cut off where it nests deeper than 64 levels. Always a copy. */
export function readJson(value: unknown, issues: IssueCounter, depth = 0): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? (value === 0 ? 0 : value) : null
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) {
    issues.add('too-deep', `is nested deeper than ${DEEPEST} levels and left out`)
    return null
  }
  if (Array.isArray(value)) return value.map((item) => readJson(item, issues, depth + 1))
  const kept: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    if (name === '__proto__') issues.add('unknown-field', 'is not a name that can be kept', name)
    else kept[name] = readJson(item, issues, depth + 1)
  }
  return kept
}
