/** Runs work as a promise, so that an error thrown by it is a rejection. */
export function later<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  return new Promise((resolve) => {
    resolve(work())
  })
}

type Method = (...values: never[]) => unknown

/** An interface whose methods give their results at once instead of promises of them. */
export type Synchronous<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...values: infer Values) => Promise<infer Result>
    ? (...values: Values) => Result
    : never
}

type Promised<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...values: infer Values) => infer Result
    ? (...values: Values) => Promise<Result>
    : never
}

/** Methods that give their results at once as methods that give promises of them. */
export function asPromises<Methods extends object>(methods: Methods): Promised<Methods> {
  const entries = Object.entries(methods as Record<string, Method>).map(([name, method]) => [
    name,
    (...values: never[]) => later(() => method(...values)),
  ])
  return Object.fromEntries(entries) as Promised<Methods>
}
