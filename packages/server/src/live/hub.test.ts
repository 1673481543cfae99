import type { LiveEvent } from '@logitscope/core'
import { describe, expect, it, vi } from 'vitest'
import { createLiveHub } from './hub.ts'

const event = (traceId: string): LiveEvent => ({
  kind: 'answer-labeled',
  label: { traceId, value: 'correct', source: 's', at: 1, samplingProbability: null },
})
const answer = { kind: 'answer-stored', answer: {} } as unknown as LiveEvent

function listen(hub: ReturnType<typeof createLiveHub>, lastEventId: string | null = null) {
  const seen: string[] = []
  const end = vi.fn()
  const subscription = hub.subscribe(lastEventId, (wire) => seen.push(wire), end)
  return {
    seen,
    end,
    subscription,
    kinds: () => seen.map((wire) => /^event: (.*)$/m.exec(wire)?.[1]),
    ids: () => seen.map((wire) => /^id: (.*)$/m.exec(wire)?.[1]),
  }
}

describe('createLiveHub', () => {
  it('gives every event a growing id and sends it to everybody', () => {
    const hub = createLiveHub({ epoch: 'e', now: () => 0 })
    const [one, two] = [listen(hub), listen(hub)]
    hub.publish(event('a'))
    hub.publish(event('b'))
    expect(one.ids()).toEqual(['e-1', 'e-2'])
    expect(two.seen).toEqual(one.seen)
    expect(one.seen[0]).toMatch(/^id: e-1\nevent: answer-labeled\ndata: \{.*\}\n\n$/)
  })

  it('resumes behind the last id that was seen', () => {
    const hub = createLiveHub({ epoch: 'e', now: () => 0 })
    for (const id of ['a', 'b', 'c']) hub.publish(event(id))
    expect(listen(hub, 'e-1').ids()).toEqual(['e-2', 'e-3'])
    expect(listen(hub, 'e-3').ids()).toEqual([])
    expect(listen(hub, null).ids()).toEqual([])
  })

  it('says how many events are gone', () => {
    const hub = createLiveHub({ epoch: 'e', now: () => 0, capacity: 2 })
    for (const id of ['a', 'b', 'c', 'd']) hub.publish(event(id))
    const { seen, kinds } = listen(hub, 'e-1')
    expect(kinds()).toEqual(['gap', 'answer-labeled', 'answer-labeled'])
    expect(seen[0]).toContain('"missed":1')
  })

  it.each(['other-3', 'e-99', 'nonsense', 'e-x', 'e-1-2-3', '-'])('takes the id %s for one of another run, or for its number', (id) => {
    const hub = createLiveHub({ epoch: 'e', now: () => 0 })
    hub.publish(event('a'))
    const { kinds } = listen(hub, id)
    expect(kinds()).toEqual(id === 'e-1-2-3' ? [] : ['gap'])
  })

  it('tells of so many answers a second, and of the rest only the number', () => {
    let now = 0
    const hub = createLiveHub({ epoch: 'e', now: () => now, answersASecond: 3 })
    const { kinds, seen } = listen(hub)
    for (let i = 0; i < 10; i++) hub.publish(answer)
    expect(kinds()).toEqual(['answer-stored', 'answer-stored', 'answer-stored'])
    now = 1_500
    hub.publish(answer)
    expect(kinds().slice(3)).toEqual(['gap', 'answer-stored'])
    expect(seen[3]).toContain('"missed":7')
  })

  it('tells how many were left out also when nothing more comes', () => {
    vi.useFakeTimers()
    const hub = createLiveHub({ epoch: 'e', now: () => 0, answersASecond: 1 })
    const { seen, kinds } = listen(hub)
    for (let i = 0; i < 4; i++) hub.publish(answer)
    vi.advanceTimersByTime(2_000)
    vi.useRealTimers()
    expect(kinds()).toEqual(['answer-stored', 'gap'])
    expect(seen[1]).toContain('"missed":3')
  })

  it('bounds its listeners, and ends them all', () => {
    const hub = createLiveHub({ epoch: 'e', now: () => 0, subscribers: 1 })
    const one = listen(hub)
    expect(hub.hasRoom()).toBe(false)
    one.subscription.close()
    expect(hub.hasRoom()).toBe(true)
    const two = listen(hub)
    hub.close()
    expect([one.end.mock.calls.length, two.end.mock.calls.length, hub.subscribers()]).toEqual([0, 1, 0])
  })

  it('breaks no line, whatever an event holds', () => {
    const hub = createLiveHub({ epoch: 'e', now: () => 0 })
    const { seen } = listen(hub)
    hub.publish(event('a\n\nevent: forged\ndata: x\r\n\r\n\u2028'))
    expect(seen[0]?.split('\n\n')).toHaveLength(2)
    expect(seen[0]).not.toMatch(/^event: forged/m)
  })
})
