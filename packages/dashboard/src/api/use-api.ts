import { useEffect, useRef, useState } from 'preact/hooks'
import { connection } from './connection.ts'
import { ask, type Failure } from './request.ts'

export interface Loaded<T> {
  /** The last good answer, kept while the next one is awaited, so that nothing jumps. */
  readonly data: T | null
  readonly failure: Failure | null
  readonly isLoading: boolean
  readonly reload: () => void
}

const RETRY_MS = 2_000

/**
 * Reads a path of the API, again whenever the path or `version` changes; `null` reads nothing. While the server cannot be reached it is
 * asked again every two seconds. Data of another `group` (default: the path up to `?`) is dropped at once, never shown as this one's.
 */
export function useApi<T>(path: string | null, version: unknown = 0): Loaded<T> {
  const [state, setState] = useState<{
    readonly group: string
    readonly data: T | null
    readonly failure: Failure | null
    readonly isLoading: boolean
  }>({
    group: '',
    data: null,
    failure: null,
    isLoading: path !== null,
  })
  const [attempt, setAttempt] = useState(0)
  const group = path?.split('?')[0] ?? ''
  const latest = useRef(group)
  latest.current = group
  useEffect(() => {
    if (path === null) return
    const controller = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    setState((old) => ({ ...old, isLoading: true }))
    ask<T>(path, { signal: controller.signal }).then(
      (answer) => {
        connection.reached(answer.ok || answer.failure.kind !== 'offline')
        setState((old) =>
          answer.ok
            ? { group, data: answer.value, failure: null, isLoading: false }
            : { group, data: old.group === group ? old.data : null, failure: answer.failure, isLoading: false },
        )
        if (!answer.ok && answer.failure.kind === 'offline') timer = setTimeout(() => setAttempt((count) => count + 1), RETRY_MS)
      },
      () => undefined,
    )
    return () => {
      controller.abort()
      clearTimeout(timer)
    }
  }, [path, version, attempt])
  const isMine = state.group === group
  return {
    data: isMine ? state.data : null,
    failure: isMine ? state.failure : null,
    isLoading: state.isLoading || (path !== null && !isMine),
    reload: () => setAttempt((count) => count + 1),
  }
}
