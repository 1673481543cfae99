import type { ControlStore } from '../contract/control-store.ts'
import type { TraceStore } from '../contract/trace-store.ts'

interface Matchers {
  toBe(expected: unknown): void
  toEqual(expected: unknown): void
  toMatchObject(expected: object): void
  toContain(expected: unknown): void
  toHaveLength(expected: number): void
  toBeNull(): void
  toBeCloseTo(expected: number, digits?: number): void
  toBeGreaterThan(expected: number): void
  toBeLessThanOrEqual(expected: number): void
}

/** What the suite uses of vitest, which it is given, so that this package does not depend on it. */
export interface TestApi {
  readonly describe: (name: string, define: () => void) => void
  readonly it: ((name: string, run: () => Promise<void>) => void) & { readonly skip: (name: string, run: () => Promise<void>) => void }
  readonly expect: (value: unknown) => Matchers & { readonly rejects: { toMatchObject(expected: object): Promise<void> } }
}

/** An open store of the engine under test. */
export interface OpenStore {
  readonly traces: TraceStore
  readonly control: ControlStore
  /** Closes it and opens the same data again. */
  readonly reopen: () => Promise<OpenStore>
  readonly close: () => Promise<void>
  /** A place that `snapshot` may write to, and how to open what it wrote. */
  readonly snapshotTarget: string
  readonly openSnapshot: (target: string) => Promise<OpenStore>
}

export interface Engine {
  readonly name: string
  /** Opens an empty store. */
  readonly open: () => Promise<OpenStore>
  /** Opens an empty store that tells apart at most so many values of a field, and so many combinations, in its rollups; absent: it has no such caps. */
  readonly openCapped?: (caps: { readonly values: number; readonly groups: number }) => Promise<OpenStore>
  /** Tests, by their title, that the engine cannot pass, each with the reason. */
  readonly skips?: Readonly<Record<string, string>>
}

/** One test of the suite: gets a fresh store, which is closed afterwards. */
export type StoreTest = (title: string, run: (store: OpenStore) => Promise<void>) => void
