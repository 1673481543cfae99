/** Whether the server can be reached, and whether it wants a key: told by whatever request came back last. */
import { signal, type ReadonlySignal } from '@preact/signals'

const online = signal(true)

export const connection: { readonly isOnline: ReadonlySignal<boolean>; readonly reached: (isReachable: boolean) => void } = {
  isOnline: online,
  reached(isReachable) {
    online.value = isReachable
  },
}
