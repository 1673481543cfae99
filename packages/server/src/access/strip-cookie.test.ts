import { expect, it } from 'vitest'
import { stripOwnCookie } from './strip-cookie.ts'

it.each([
  [
    ['Host', 'h', 'Cookie', 'logitscope_session=abc'],
    ['Host', 'h'],
  ],
  [
    ['cookie', 'a=1; logitscope_session=abc; b=2', 'x', 'y'],
    ['cookie', 'a=1; b=2', 'x', 'y'],
  ],
  [
    ['cookie', 'logitscope_session=abc; b=2'],
    ['cookie', 'b=2'],
  ],
  [
    ['cookie', 'a=1'],
    ['cookie', 'a=1'],
  ],
  [
    ['x', 'logitscope_session=abc'],
    ['x', 'logitscope_session=abc'],
  ],
  [[], []],
])('of %j goes on: %j', (rawHeaders, expected) => {
  stripOwnCookie({ rawHeaders })
  expect(rawHeaders).toEqual(expected)
})
