import type { Host } from '../host.ts'
import type { Progress } from './progress.ts'

/** Shows what was written so far, the bar out of the way: called whenever more input is waited for, so that a live pipe gets its lines at once. */
export function showPending(host: Host, progress: Progress): () => Promise<void> {
  return async () => {
    if ((host.stdoutIsTerminal && host.stdout.isPending()) || host.stderr.isPending()) progress.hide()
    await host.stdout.flush()
    await host.stderr.flush()
  }
}
