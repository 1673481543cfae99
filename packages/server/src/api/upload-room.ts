/** Memory for bodies that are being taken in: who finds no room waits, and is not read from meanwhile. */
export interface UploadRoom {
  /** Resolves with what gives the room back, when so many bytes have room; what asked first gets it first. Rejects when `signal` aborts. */
  readonly take: (bytes: number, signal: AbortSignal) => Promise<() => void>
}

interface Waiting {
  readonly bytes: number
  readonly enter: () => void
}

/** Room for `capacityBytes`; a larger body takes all of it. */
export function createUploadRoom(capacityBytes: number): UploadRoom {
  const waiting: Waiting[] = []
  let free = capacityBytes

  function admit(): void {
    while (waiting.length > 0 && waiting[0]!.bytes <= free) {
      const next = waiting.shift()!
      free -= next.bytes
      next.enter()
    }
  }

  return {
    take: (wanted, signal) =>
      new Promise((resolve, reject) => {
        const bytes = Math.min(wanted, capacityBytes)
        const leave = (): void => {
          free += bytes
          admit()
        }
        const giveUp = (): void => {
          waiting.splice(waiting.indexOf(own), 1)
          reject(signal.reason instanceof Error ? signal.reason : new Error('the client went away'))
          admit()
        }
        const own: Waiting = {
          bytes,
          enter() {
            signal.removeEventListener('abort', giveUp)
            resolve(leave)
          },
        }
        if (signal.aborted) {
          reject(signal.reason instanceof Error ? signal.reason : new Error('the client went away'))
          return
        }
        signal.addEventListener('abort', giveUp)
        waiting.push(own)
        admit()
      }),
  }
}
