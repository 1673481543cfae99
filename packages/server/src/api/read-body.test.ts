import { expect, it } from 'vitest'
import { readBody } from './read-body.ts'

/** A body that says a little and then nothing; `drips`: that says a byte again and again. */
function slowRequest(drips: boolean): { readonly request: Request; readonly isCancelled: () => boolean } {
  let isCancelled = false
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, drips ? 5 : 60_000).unref())
      if (!isCancelled) controller.enqueue(new Uint8Array(1))
    },
    cancel() {
      isCancelled = true
    },
  })
  return { request: new Request('http://a/', { method: 'POST', body, duplex: 'half' } as RequestInit), isCancelled: () => isCancelled }
}

it.each([
  ['stops in the middle', false],
  ['comes byte by byte', true],
])('a body that %s is given up at its deadline with 408, and read no more', async (_, drips) => {
  const { request, isCancelled } = slowRequest(drips)
  await expect(readBody(request, 1_000_000, 60)).rejects.toMatchObject({ status: 408, code: 'too-slow' })
  expect(isCancelled()).toBe(true)
})
