import { STARTING_PROFILE, type Profile } from '@logitscope/core'
import { expect, it } from 'vitest'
import { createProfileInUse } from './profile-in-use.ts'

it('hands the profile in force to a worker that was started anew, and nothing before it is known what is in force', () => {
  const handed: Profile[] = []
  const inUse = createProfileInUse(
    STARTING_PROFILE,
    (profile) => handed.push(profile),
    () => [],
  )
  inUse.refresh(true)
  expect(handed).toEqual([])
  inUse.beganWith({ ...STARTING_PROFILE, name: 'of the store' }, 1)
  inUse.refresh()
  expect(handed).toEqual([])
  inUse.refresh(true)
  inUse.use({ ...STARTING_PROFILE, name: 'newer' }, 2)
  inUse.refresh(true)
  expect(handed.map(({ name }) => name)).toEqual(['of the store', 'newer', 'newer'])
})
