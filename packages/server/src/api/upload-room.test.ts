import { expect, it } from 'vitest'
import { createUploadRoom } from './upload-room.ts'

const never = new AbortController().signal

it('lets in what has room, in the order of asking, and a body larger than the room alone', async () => {
  const room = createUploadRoom(10)
  const entered: string[] = []
  const enter = async (name: string, bytes: number): Promise<() => void> => {
    const leave = await room.take(bytes, never)
    entered.push(name)
    return leave
  }
  const first = await enter('a', 6)
  const second = enter('b', 99)
  const third = enter('c', 1)
  await Promise.resolve()
  expect(entered).toEqual(['a'])
  first()
  const leaveSecond = await second
  expect(entered).toEqual(['a', 'b'])
  leaveSecond()
  const leaveThird = await third
  leaveThird()
  expect(entered).toEqual(['a', 'b', 'c'])
})

it('forgets who went away, and lets in who stood behind', async () => {
  const room = createUploadRoom(10)
  const leave = await room.take(8, never)
  const gone = new AbortController()
  const second = room.take(9, gone.signal)
  const third = room.take(2, never)
  gone.abort()
  await expect(second).rejects.toThrow()
  ;(await third)()
  leave()
  await expect(room.take(10, AbortSignal.abort())).rejects.toThrow()
  ;(await room.take(10, never))()
})
