import { suspendPromises, type Profile, type SuspendedGroup } from '@logitscope/core'

export interface ProfileInUse {
  /** The profile in force, as it was activated. */
  readonly active: () => Profile
  /** Puts a profile in force; `createdAt`: when it was made, `null` where that is not known. */
  readonly use: (profile: Profile, createdAt: number | null) => void
  /** Notes what the worker that analyses begins with by itself. */
  readonly beganWith: (profile: Profile, createdAt: number | null) => void
  readonly suspended: () => readonly SuspendedGroup[]
  /** Lets the worker know what is suspended where that changed; `again`: in any case, as to a worker that was started anew, with the profile in force. */
  readonly refresh: (again?: boolean) => void
}

/** The profile in force and which of its promises are suspended: the worker that analyses is given both as one. */
export function createProfileInUse(
  first: Profile,
  hand: (profile: Profile) => void,
  suspendedOf: (profile: Profile, createdAt: number | null) => readonly SuspendedGroup[],
): ProfileInUse {
  let active = first
  let madeAt: number | null = null
  let known = ''
  /** Before it is known what the store had, nothing is in force that a worker could be told of. */
  let isKnown = false
  const suspended = (): readonly SuspendedGroup[] => suspendedOf(active, madeAt)
  const keysOf = (): readonly string[] => suspended().map(({ key }) => key)
  const give = (keys: readonly string[]): void => {
    known = JSON.stringify(keys)
    hand(suspendPromises(active, keys))
  }
  return {
    active: () => active,
    use(profile, createdAt) {
      active = profile
      madeAt = createdAt
      isKnown = true
      give(keysOf())
    },
    beganWith(profile, createdAt) {
      active = profile
      madeAt = createdAt
      isKnown = true
      known = '[]'
    },
    suspended,
    refresh(again = false) {
      const keys = keysOf()
      // A worker over a new file, in the place of a damaged one, finds no profile there, or another one.
      if (again ? isKnown || keys.length > 0 : JSON.stringify(keys) !== known) give(keys)
    },
  }
}
