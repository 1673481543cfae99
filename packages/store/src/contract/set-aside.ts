import type { CarriedTable } from '@logitscope/core'

/** What a store knows of the last damaged file that was set aside. */
export interface SetAsideNote {
  /** Its name, in the folder of the store. */
  readonly file: string
  /** What was found, in words. */
  readonly reason: string
  /** What the new file has of it. */
  readonly carried: readonly CarriedTable[]
  /** Epoch ms. */
  readonly at: number
}

/** The control document that holds the `SetAsideNote`: a file that was begun in the place of a damaged one has it. */
export const SET_ASIDE_DOCUMENT = 'store/set-aside'
