const MARKER = Symbol.for('logitscope.store-error')

export type StoreErrorCode =
  | 'deadline'
  | 'aborted'
  | 'busy'
  | 'locked'
  | 'read-only'
  | 'disk-full'
  | 'corrupt'
  | 'newer-schema'
  | 'unavailable'
  | 'bad-cursor'
  | 'bad-request'

/** What a store could not do, in words for a person. */
export class StoreError extends Error {
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
    Object.defineProperty(this, MARKER, { value: true })
  }

  /** True for the errors of any copy of this package. */
  static isInstance(error: unknown): error is StoreError {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}
