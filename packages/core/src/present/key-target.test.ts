import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { keyTarget, type TokenElement } from './key-target.ts'

/** Three lines of three tokens, each 10 wide and 20 high; the sixth is notable. */
const TOKENS: readonly TokenElement[] = Array.from({ length: 9 }, (_, i) => ({
  className: i === 5 ? 't c0' : 't c8',
  getClientRects: () => [{ left: (i % 3) * 10, right: (i % 3) * 10 + 10, top: Math.floor(i / 3) * 20, height: 18 }],
}))

it.each([
  ['ArrowRight', 4, 5],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 4, 7],
  ['ArrowUp', 4, 1],
  ['ArrowUp', 1, 1],
  ['ArrowDown', 8, 8],
  ['Home', 4, 0],
  ['End', 4, 8],
  ['n', 1, 5],
  ['P', 8, 5],
  ['n', 5, 5],
  ['x', 4, null],
])('leads by %s from token %i to %s', (key, at, to) => {
  expect(keyTarget(key, at, TOKENS)).toBe(to)
})

it('stands alone: its source text works in a page without this module', () => {
  const alone = runInNewContext(`(${String(keyTarget)})`) as typeof keyTarget
  expect(alone('ArrowDown', 0, TOKENS)).toBe(3)
})
